"""The shipped programme, with its published sales or without, from which each test goes on."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from neoequity.books.models import Issuer
from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once

SHIPPED = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"


def _loaded(by: User, *, with_history: bool) -> Issuer:
    content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"), parse_float=Decimal)
    load_whole(read_whole(content), by=by, today=TODAY, with_history=with_history)
    return Issuer.objects.get(slug="neotherapeutics")


@built_once
def treasurer(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def programme(treasurer: User) -> Issuer:
    """The programme without sales, as of the example's day."""
    return _loaded(treasurer, with_history=False)


@built_once
def published(treasurer: User) -> Issuer:
    """The programme with its published sales."""
    return _loaded(treasurer, with_history=True)
