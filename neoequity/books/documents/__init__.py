"""Documents that prove records: which files are kept, and the bytes of each once."""
