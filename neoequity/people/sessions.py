"""A session ends after idle time, and after twelve hours however busy it was."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

#: In the session: when it began and when it was last used, in seconds of the real clock.
BEGAN, USED = "began", "used"
#: The header of a request that a page makes by itself, which is no sign that somebody is there.
BY_ITSELF = "X-By-Itself"
#: The last use is written once a minute, so that reading pages does not write sessions.
_WRITTEN_EVERY = 60


class SessionEndMiddleware:
    """Logs out whoever was away for too long, before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if sentence := _ended(request, now):
                logout(request)
                messages.info(request, sentence)
            else:
                _keep(request, now)
        return self.get_response(request)


def _ended(request: HttpRequest, now: int) -> str:
    idle = settings.SESSION_IDLE
    if now - request.session.get(USED, now) > idle.total_seconds():
        minutes = int(idle.total_seconds()) // 60
        return f"You were signed out after {minutes} minutes without a click."
    if now - request.session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
        hours = settings.SESSION_COOKIE_AGE // 3600
        return f"You were signed out {hours} hours after you had signed in."
    return ""


def _keep(request: HttpRequest, now: int) -> None:
    session = request.session
    session.setdefault(BEGAN, now)
    if request.headers.get(BY_ITSELF):
        return
    if now - session.get(USED, 0) >= _WRITTEN_EVERY:
        session[USED] = now
