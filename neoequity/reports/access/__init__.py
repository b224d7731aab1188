"""The quarterly access review: who may do what as of a day, signed off by a CFO."""
