"""People and rows for the history, and the history as a page and as a file tell it."""

import csv
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.history.lines import Line, history_lines
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.datasets import write_dataset
from neoequity.people.models import User
from placements.models import Agreement
from tests.clients import logged_in
from tests.factories import TODAY, AgreementFactory, UserFactory
from tests.worlds import built_once

Lines = Callable[..., list[Line]]
Rows = Callable[..., list[dict[str, str]]]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def treasurer(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def client(treasurer: User) -> Client:
    """The treasurer at the pages."""
    return logged_in(treasurer)


@built_once
def agreement(db: None) -> Agreement:
    made: Agreement = AgreementFactory()
    return made


@pytest.fixture
def lines() -> Lines:
    """The lines that are sought, newest first."""

    def read(most: int = 1000, **sought: Any) -> list[Line]:
        return history_lines(sources(), HistoryQuery(**sought), most=most).lines

    return read


@pytest.fixture
def rows(db: None) -> Rows:
    """The rows of the exported file, by the names of their columns."""

    def export(**asked: Any) -> list[dict[str, str]]:
        out = BytesIO()
        write_dataset("history", ExportQuery(**{"as_of": TODAY, **asked}), out)
        return list(csv.DictReader(out.getvalue().decode().splitlines()))

    return export


def told(line: Line) -> list[str]:
    """A line as sentences: what happened, then each field."""
    return [line.what, *(change.sentence for change in line.changes)]
