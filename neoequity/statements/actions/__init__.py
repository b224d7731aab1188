"""The verbs: keep a sender, ask for a layout, read, compare and record a statement."""
