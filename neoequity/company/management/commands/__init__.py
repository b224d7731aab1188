"""Commands of the company."""
