"""Reading and comparing statements: plain Python, without a database.

`line` is what a statement says whatever its file; `layout` how a sender writes it, `reading` makes
the one from the other; `identity` recognizes rows that are booked already.
"""
