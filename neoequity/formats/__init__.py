"""How Django writes dates, where it chooses the form by itself."""
