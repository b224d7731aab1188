"""What the company's pages show as tables and charts."""
