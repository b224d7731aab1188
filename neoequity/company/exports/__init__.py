"""The company's datasets that its records alone do not give."""
