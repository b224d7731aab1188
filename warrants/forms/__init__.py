"""Forms of warrants, read strictly and turned into arguments of actions."""
