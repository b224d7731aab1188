"""The books as JSON for programs: read only, versioned, opened by tokens of people."""
