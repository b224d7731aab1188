"""What may happen to warrants: verbs, each one transaction, each with its day and its person."""
