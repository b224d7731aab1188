"""The proof of the books: what differs, and whether every guard is in place."""
