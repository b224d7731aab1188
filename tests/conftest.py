"""Fixtures for all tests stand here; a folder's own stand in its conftest."""
