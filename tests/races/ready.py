"""Sets Django up in the server that the racing processes are forked from."""

import django

django.setup()
