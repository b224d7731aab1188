"""The journal: the entries of settlements, reversals, adjustments and offering expenses."""
