"""Holders and callable series of a programme file, read strictly."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.strict_table import StrictTable
from warrants.terms.holders import CATEGORIES

#: The top-level keys read here; all are optional.
KEYS = ("holder", "series")

_PAGE, _NAME, _REMARK = strict.text(80), strict.text(80), strict.text(300)


class HolderFacts(NamedTuple):
    """A present or future holder of warrants."""

    slug: str
    name: str
    category: str
    page: str
    remark: str


class OpeningFacts(NamedTuple):
    """The shares that a holder (slug) has of a series on the day its books open."""

    holder: str
    shares: int
    remark: str


class SeriesFacts(NamedTuple):
    """A series of callable warrants; figures from before its opening are None if unknown."""

    slug: str
    name: str
    opened_on: date
    cap: Decimal
    rate: Decimal
    low_rate: Decimal
    threshold: Decimal
    floor: Decimal
    shares_first_issued: int | None
    shares_exercised_before: int | None
    proceeds_before: Decimal | None
    page: str
    remark: str
    openings: tuple[OpeningFacts, ...]


class WarrantProgramme(NamedTuple):
    """What a programme file says of warrants, apart from the terms of its agreements."""

    holders: tuple[HolderFacts, ...]
    series: tuple[SeriesFacts, ...]


def read_warrants(
    content: Mapping[str, object], agents: Collection[str] | None = None
) -> WarrantProgramme:
    """The holders and series of a programme file; other keys are ignored.

    `agents` are those of the file's agreements, None if they cannot be read. Raises Refused with
    a sentence for every fault or, if there are none, for every contradiction.
    """
    faults: list[Reason] = []
    top = StrictTable({key: content[key] for key in KEYS if key in content}, "The file", faults)
    programme = WarrantProgramme(
        holders=tuple(map(_holder, top.tables("holder", "Holder"))),
        series=tuple(map(_series, top.tables("series", "Series"))),
    )
    top.close()
    refuse_if_any(faults)
    refuse_if_any(map(Reason, contradictions(programme, agents)))
    return programme


def contradictions(
    programme: WarrantProgramme, agents: Collection[str] | None = None
) -> Iterator[str]:
    """Statements that contradict each other; such a file is not loaded at all."""
    slugs = [holder.slug for holder in programme.holders]
    agent_names = [holder.name for holder in programme.holders if holder.category == "agent"]
    for noun, names in (
        ("holder", slugs),
        ("agent among the holders", agent_names),
        ("series", [series.slug for series in programme.series]),
    ):
        yield from (f"The {noun} “{name}” stands in the file twice." for name in _twice(names))
    for name in agent_names:
        if agents is not None and name not in agents:
            yield f"The holder “{name}” is called the agent; no agreement of the file names it."
    for series in programme.series:
        yield from _against_series(series, slugs)


def _against_series(series: SeriesFacts, slugs: list[str]) -> Iterator[str]:
    name = f"Series “{series.slug}”"
    if not 0 < series.low_rate <= series.rate <= 1:
        yield (
            f"{name} has a rate of {series.rate} and below it one of {series.low_rate}; 97% is "
            "written as 0.97, and the lower one is no higher."
        )
    holders = [opening.holder for opening in series.openings]
    for holder in _twice(holders):
        yield f"{name} has two openings of the holder “{holder}”."
    for holder in sorted(set(holders) - set(slugs)):
        yield f"{name} opens with the holder “{holder}”; the file has none."
    outstanding = sum(opening.shares for opening in series.openings)
    if series.shares_first_issued is not None and series.shares_exercised_before is not None:
        expected = series.shares_first_issued - series.shares_exercised_before
        if outstanding != expected:
            yield (
                f"{name} opens with {outstanding:,} shares; {series.shares_first_issued:,} first "
                f"issued less {series.shares_exercised_before:,} exercised are {expected:,}."
            )


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _holder(table: StrictTable) -> HolderFacts:
    holder = HolderFacts(
        slug=table.take("slug", strict.slug),
        name=table.take("name", strict.text(120)),
        category=table.take("category", strict.one_of(CATEGORIES)),
        page=table.take("page", _PAGE, default=""),
        remark=table.take("remark", _REMARK, default=""),
    )
    table.close()
    return holder


def _series(table: StrictTable) -> SeriesFacts:
    slug = table.take("slug", strict.slug)
    if slug:
        table.where = f"Series “{slug}”"
    series = SeriesFacts(
        slug=slug,
        name=table.take("name", _NAME),
        opened_on=table.take("opened_on", strict.day),
        cap=table.take("cap", strict.price),
        rate=table.take("rate", strict.rate),
        low_rate=table.take("low_rate", strict.rate),
        threshold=table.take("threshold", strict.price),
        floor=table.take("floor", strict.price),
        shares_first_issued=table.take("shares_first_issued", strict.shares, default=None),
        shares_exercised_before=table.take("shares_exercised_before", strict.shares, default=None),
        proceeds_before=table.take("proceeds_before", strict.money, default=None),
        page=table.take("page", _PAGE, default=""),
        remark=table.take("remark", _REMARK, default=""),
        openings=tuple(map(_opening, table.tables("opening", f"{table.where}, opening"))),
    )
    table.close()
    return series


def _opening(table: StrictTable) -> OpeningFacts:
    opening = OpeningFacts(
        holder=table.take("holder", strict.slug),
        shares=table.take("shares", strict.shares),
        remark=table.take("remark", _REMARK, default=""),
    )
    table.close()
    return opening
