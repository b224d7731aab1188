"""How rows of warrants look as tables, lines and charts."""
