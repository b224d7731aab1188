"""CSV files straight from the database: what they are asked for, and how they are written."""
