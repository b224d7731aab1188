"""Browsers in which somebody has logged in."""

import time

from django.test import Client

from neoequity.people.models import User
from neoequity.people.sessions import BEGAN, USED


def logged_in(user: User) -> Client:
    """A browser with a new session, of which no page writes anything however slow the test is."""
    client = Client()
    client.force_login(user)
    session = client.session
    now = int(time.time())
    session.update({BEGAN: now, USED: now + 3600})
    session.save()
    return client
