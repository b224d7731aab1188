"""Browsers in which somebody has signed in."""

import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from neoequity.people.models import User
from neoequity.people.sessions import BEGAN, USED


def logged_in(user: User) -> Client:
    """A browser with a new session, of which no page writes anything however slow the test is.

    The session is as `Client.force_login` leaves it, but nothing is told of a sign-in: that the
    history, the sign-in log and the limits hear of it takes four times as long.
    """
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    now = int(time.time())
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            BEGAN: now,
            USED: now + 3600,
        }
    )
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
