"""Template filters for what others state."""
