"""What the company's records say as of a day: questions without side effects."""
