"""Pages of senders, layouts and statements."""
