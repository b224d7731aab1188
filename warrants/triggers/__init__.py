"""The rules that the database enforces on warrants, whoever writes: one file for each table.

Each file exports the triggers of its table in the order in which they fire. SQL shared by several
tables, or used by selectors, has files of its own.
"""
