"""How statements, their lines and their layouts are shown."""
