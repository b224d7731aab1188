"""The WSGI application, as loaded by the workers of the web server."""

import os
from typing import Any

import django
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBase

from neoequity.readable import note_content_type


class Application(WSGIHandler):
    """Django's own, but for one header that it reads before any middleware could refuse it."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        """Answer one request."""
        note_content_type(environ)
        return super().__call__(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neoequity.settings")
if not apps.ready:  # a test that loads this module has its own logs
    django.setup(set_prefix=False)

application = Application()
