"""What all pages share: their request, forms and tables, and the guard on writing."""
