"""The history of everything: its page and its CSV, over all apps."""
