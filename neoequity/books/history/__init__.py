"""The history: how changes are tracked, queried, and put in words."""
