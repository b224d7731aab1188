"""The company's exported datasets beyond its records."""
