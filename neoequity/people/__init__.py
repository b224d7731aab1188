"""People: who may enter, how they show who they are, and what is kept of it."""
