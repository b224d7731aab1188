"""A report as a file: CSV, PDF or workbook."""
