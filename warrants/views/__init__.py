"""Pages of warrants: the register, issues, holders, callable series, splits."""
