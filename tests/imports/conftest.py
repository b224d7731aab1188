"""The agent's file on disk, and a person who imports it."""

from collections.abc import Callable
from pathlib import Path

import pytest

Written = Callable[[list[str]], Path]

HEADER = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A file of notices with the header and these rows."""

    def write(rows: list[str]) -> Path:
        path = tmp_path / "notices.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return path

    return write
