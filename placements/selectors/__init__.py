"""What is shown: questions without side effects, each asked for a day (`as_of`)."""
