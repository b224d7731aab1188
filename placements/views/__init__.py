"""Pages: each translates a request into one question or one action."""
