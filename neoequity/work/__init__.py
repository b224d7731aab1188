"""Work outside the request: files and proofs that take minutes, made in the background."""
