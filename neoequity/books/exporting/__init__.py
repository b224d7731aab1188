"""CSV files straight from the database: the request for one, and how it is written."""
