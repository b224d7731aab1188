"""Documents that prove records: which files are accepted, each stored once, byte for byte."""
