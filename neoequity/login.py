"""Everything needs a login, and there is one page for it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware


class OneLoginMiddleware(LoginRequiredMiddleware):
    """Sends a stranger to LOGIN_URL from the admin, too, whose views name a page of their own."""

    def get_login_url(self, _view: Any) -> str:
        return settings.LOGIN_URL
