"""The history across all apps: its page, its filter and its CSV."""
