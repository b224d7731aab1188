"""What the database itself keeps of people and their groups, one file a table."""
