"""Questions about the company's records: no side effects, each as of a day."""
