"""Every page requires signing in, on one page for all."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware


class OneLoginMiddleware(LoginRequiredMiddleware):
    """Sends anonymous users to LOGIN_URL, also from the admin, whose views name another page."""

    def get_login_url(self, _view: object) -> str:
        return settings.LOGIN_URL
