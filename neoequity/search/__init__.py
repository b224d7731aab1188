"""The search over the books: what was typed, what it finds, and the page."""
