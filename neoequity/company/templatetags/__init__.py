"""How the company's pages write figures."""
