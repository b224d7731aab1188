"""What people type about warrants, read strictly and turned into the arguments of an action."""
