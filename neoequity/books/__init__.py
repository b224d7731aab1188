"""The kernel: what all records of the books share, whatever they are about."""
