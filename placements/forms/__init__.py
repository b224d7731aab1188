"""What people type, read strictly and turned into the arguments of an action."""
