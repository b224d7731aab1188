"""Verbs on the company's records."""
