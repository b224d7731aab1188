"""Periods as the house shows them: what each app knows of a month or quarter, on one page."""
