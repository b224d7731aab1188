"""What every page shares: its request, its forms and tables, and the guard before it writes."""
