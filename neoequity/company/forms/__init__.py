"""Forms of the company's pages."""
