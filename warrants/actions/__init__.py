"""Actions on warrants: each runs atomically and takes the day and the person who acts."""
