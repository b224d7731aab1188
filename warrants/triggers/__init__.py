"""What the database itself keeps of the warrants, whoever writes: one file a table.

Each exports the triggers of its table in the order in which they fire. SQL that several tables
share, and some selectors ask for, stands beside them, by its subject.
"""
