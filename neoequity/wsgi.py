"""The WSGI application, as loaded by the workers of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neoequity.settings")

application = get_wsgi_application()
