"""The chain of each issuer: a seal over every posted entry, and the head for them all."""
