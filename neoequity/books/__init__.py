"""The kernel: what every record of the books shares, whatever it is about; it knows no other app."""
