"""What the database itself keeps of tables that other packages make, one file a table."""
