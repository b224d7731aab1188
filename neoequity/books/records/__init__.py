"""What the kernel makes from a declared kind of record: model base, pages, admin, dataset."""
