"""Browsers in which somebody has logged in."""

import time

from django.contrib.auth.models import User
from django.test import Client

from neoequity.people.sessions import BEGAN, USED


def logged_in(user: User) -> Client:
    """A browser whose session began a moment ago, so that the next page writes nothing of it."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.update({BEGAN: int(time.time()), USED: int(time.time())})
    session.save()
    return client
