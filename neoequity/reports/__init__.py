"""What the board reads and the office files: each report as page, CSV, PDF and workbook."""
