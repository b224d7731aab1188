"""Reading and comparing statements: plain Python, without a database.

`line` is what a statement says whatever its file; `layout` how a sender writes it, `reading` makes
the one from the other; `identity` recognizes rows that are booked already.

`entry` is a line, or what we expect in its place (`open_items`), as both are compared; `matching`
proposes what belongs together, `ledger_of_matches` keeps what was accepted and undone, and
`reconciliation` says what is left of a period, `ages` how old that is, and `sign_off` what moved
it afterwards.
"""
