"""What the database itself enforces, whoever writes: one file per table.

Each exports the triggers of its table in the order in which they fire. SQL that several tables or
selectors share has files of its own, by subject.
"""
