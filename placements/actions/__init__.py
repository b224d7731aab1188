"""What may happen: verbs, each one transaction, each with its day and its person."""
