"""The project that joins the apps: settings, URLs, the embedded database and the clock."""
