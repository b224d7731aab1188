"""Rules of the company in plain Python: values and dates in, values and sentences out."""
