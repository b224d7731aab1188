"""The company's pages."""
