"""Pages of warrants: what is owed, the register, holders, the callable series, splits."""
