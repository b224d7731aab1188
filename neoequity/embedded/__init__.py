"""A Django database backend that brings its own PostgreSQL: `ENGINE: "neoequity.embedded"`."""
