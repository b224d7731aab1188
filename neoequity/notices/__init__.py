"""Notices: what needs a person on a day, for the first screen, the inbox and the morning's mail."""
