"""The datasets of senders, layouts and statements."""
