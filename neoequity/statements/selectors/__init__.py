"""Questions about senders, layouts and statements."""
