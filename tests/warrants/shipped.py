"""The programme file that ships, to be changed before it is read."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"
Change = Callable[[dict[str, Any]], object]


def content() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"), parse_float=Decimal)
