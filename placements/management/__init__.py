"""Work from the command line."""
