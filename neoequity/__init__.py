"""The house that joins the apps: settings, addresses, the embedded database and the clock."""
