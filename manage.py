#!/usr/bin/env python
"""NeoEquity's commands. A failure that an operator can mend is one sentence, not a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    """Run the command named on the command line; `--traceback` shows where a failure arose."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neoequity.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"NeoEquity cannot start: {error}")
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database does not answer: {str(error).strip()}")


if __name__ == "__main__":
    main()
