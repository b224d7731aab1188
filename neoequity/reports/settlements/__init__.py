"""What is due, delivered and overdue, and the cash that is expected."""
