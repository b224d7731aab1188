"""The history: how changes are followed, asked for, and told in words."""
