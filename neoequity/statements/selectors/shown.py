"""Rows of a reconciliation as pages show them: each with its record's page, and its matches."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.urls import reverse

from neoequity.statements.models import StatementLine
from neoequity.statements.terms.reconciliation import OPEN, Row
from neoequity.statements.terms.settled import Taken


class Shown(NamedTuple):
    """A row, its record's address, its matches' keys, and who looks after it if it is open.

    `name` is what addresses of open items call it: line-12.
    """

    row: Row
    url: str
    matches: tuple[int, ...] = ()
    explained: str = ""
    name: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it remains to be explained."""
        return self.row.status in OPEN


def shown(
    rows: Iterable[Row],
    explained: Mapping[str, str],
    taken: Iterable[Taken] = (),
    names: Mapping[str, str] | None = None,
) -> list[Shown]:
    """These rows; one query if there are lines among them."""
    own = list(rows)
    urls = _urls_of_lines(own)
    matches = _matches(taken)
    return [
        Shown(
            row,
            urls.get(row.key) or _url(row.key),
            tuple(matches.get(row.key, ())),
            explained.get(row.key, ""),
            (names or {}).get(row.key, ""),
        )
        for row in own
    ]


def _urls_of_lines(rows: Iterable[Row]) -> dict[str, str]:
    pks = [int(key.removeprefix("line ")) for key, *_ in rows if key.startswith("line ")]
    lines = StatementLine.objects.in_bulk(pks) if pks else {}
    return {f"line {pk}": line.get_absolute_url() for pk, line in lines.items()}


def _url(key: str) -> str:
    """The address of a record by the key of its row; empty for one that is not there."""
    kind, _, rest = key.partition(" ")
    if kind == "item":
        slug, *receipt, number = rest.split("/")
        name = "placements:receipt" if receipt else "placements:sale"
        return reverse(name, args=[slug, int(number)])
    if kind == "difference":
        return reverse("statements:difference", args=[int(rest.split("/")[0].removeprefix("D-"))])
    return ""


def _matches(taken: Iterable[Taken]) -> dict[str, list[int]]:
    """The keys of the matches of each row."""
    matches: dict[str, list[int]] = {}
    for each in taken:
        if not each.key.startswith("M-"):
            continue
        for key in (*(f"line {line}" for line in each.lines), *(f"item {it}" for it in each.items)):
            matches.setdefault(key, []).append(int(each.key.removeprefix("M-")))
    return matches
