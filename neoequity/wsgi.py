"""The WSGI application, as loaded by the server."""

import os
from collections.abc import Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler

from neoequity.readable import note_content_type


class Application(WSGIHandler):
    """Django's own, but for one header that it reads before any middleware could refuse it."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        note_content_type(environ)
        answer: Iterable[bytes] = super().__call__(environ, start_response)
        return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neoequity.settings")
django.setup(set_prefix=False)

application = Application()
