"""Pages of the company."""
