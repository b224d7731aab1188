"""The shipped programme in the database, with its published sales or without."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from neoequity.books.models import Issuer
from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from tests.factories import TODAY

SHIPPED = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"


def load_shipped(by: User, *, with_history: bool) -> Issuer:
    """Load it as of the example's day."""
    content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"), parse_float=Decimal)
    load_whole(read_whole(content), by=by, today=TODAY, with_history=with_history)
    return Issuer.objects.get(slug="neotherapeutics")
