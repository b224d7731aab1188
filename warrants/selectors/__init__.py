"""What is shown of warrants: questions without side effects, each asked for a day (`as_of`)."""
