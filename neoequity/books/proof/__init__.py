"""The proof of the books: what does not agree, and whether every guard is in place."""
