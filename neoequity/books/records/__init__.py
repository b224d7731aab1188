"""What the kernel makes of a declared kind of record: triggers, pages, admin and dataset."""
