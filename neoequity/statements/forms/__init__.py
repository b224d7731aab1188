"""What is typed and uploaded: a layout with a sample, and a statement."""
