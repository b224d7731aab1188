"""Charts as SVG made here, each with the same figures as a sentence and as a table."""
