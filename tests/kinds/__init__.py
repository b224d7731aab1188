"""What the kernel makes of a declared kind of record, asked of one that only the tests have."""
