"""Books with sales, a reader of them, and a program that reads by a token of that reader."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity import clock
from neoequity.api.actions import create_api_token
from neoequity.people.models import User
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.worlds import built_once

Read = Callable[..., Any]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def tess(db: None) -> User:
    """Treasury's clerk, who recorded sales under both agreements."""
    person: User = UserFactory(username="tess", group="Treasury")
    first = PlacementFactory(accepted=True)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True)
    for shares in (100, 250, 325):
        sell(first, shares=shares, by=person)
    sell(other, shares=900, method="nasdaq", by=person)
    return person


def program(secret: str) -> Client:
    """A program that sends this secret."""
    return Client(headers={"authorization": f"Bearer {secret}"})


def token_of(person: User, **more: Any) -> str:
    today = clock.real_day()
    given: dict[str, Any] = {"name": "Workstation", "expires_on": today} | more
    return create_api_token(**given, by=person, today=today).secret


@pytest.fixture
def read(tess: User) -> Read:
    """What the API answers to tess's program, as Python has it."""
    client = program(token_of(tess))

    def answer(path: str, status: int = 200, **query: str | int) -> Any:
        response = client.get(f"/api/v1/{path}", query)
        content = b"".join(response) if response.streaming else response.content
        assert response.status_code == status, content
        assert response.headers["Content-Type"].startswith("application/json")
        return json.loads(content)

    return answer
