"""The terms of an agreement as lines of a page: label, value, page and remark."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models

from neoequity.books.fields import MoneyField, RateField
from neoequity.books.meta import AnyField
from neoequity.books.templatetags import books as figures
from placements.models import Shelf, TermCitation, TermVersion
from placements.models.agreement import column_of, heading_and_label
from placements.models.terms import TERMS, Terms, changed_terms
from placements.selectors.known_at import InForce
from placements.terms.agent_notice import BEFORE_CLOSING, NOTICE_NEEDED
from placements.terms.notice import METHODS

# Read from the agreement itself: they are the same on every day.
_ON_ALL_DAYS = ("issuer", "signed_on")
# Its name heads the page.
_SHOWN = ("issuer", *(name for name in TERMS if name != "name"))
#: What holds where an agreement is silent on a term.
_OTHERWISE = {
    "settlement_days": "the market's standard cycle",
    "notice_needed": NOTICE_NEEDED[BEFORE_CLOSING],
    "terminated_on": "not terminated",
    "terminated_by": "not stated",
}
#: What a page tells once it is stated.
_ONCE_STATED = ("terminated_on", "terminated_by")
_TIERS = "Commission of the agent"
_STATED = "as each sale states it"


class AnyTier(Protocol):
    """A fee tier, on the books or only requested."""

    @property
    def above(self) -> Decimal: ...
    @property
    def rate(self) -> Decimal: ...


class TermLine(NamedTuple):
    """One term; `group` is the part of its label before the colon, such as "Warrants".

    `version` is the one that last changed it, None for an original term.
    """

    group: str
    label: str
    value: str
    page: str
    remark: str
    version: TermVersion | None


class ChangeLine(NamedTuple):
    """A term that a version changes, in words."""

    label: str
    before: str
    after: str


def term_lines(in_force: InForce, pages: Iterable[TermCitation]) -> list[TermLine]:
    """Every term: the agreement's fields, then its fee tiers, then the groups of further fields."""
    lines = list(_lines(in_force, {page.term: page for page in pages}))
    general = [line for line in lines if not line.group]
    further = [line for line in lines if line.group]
    return [*general, *_tiers(in_force), *further]


def change_lines(
    before: Terms, after: Terms, tiers_before: Iterable[AnyTier], tiers_after: Iterable[AnyTier]
) -> list[ChangeLine]:
    """What differs between two versions of the terms, in the order of the terms."""
    lines = []
    for name in changed_terms(before, after):
        field = column_of(name)
        was, becomes = (_shown(field, getattr(terms, name)) for terms in (before, after))
        lines.append(ChangeLine(_sentence_case(str(field.verbose_name)), was, becomes))
    was, becomes = schedule(tiers_before), schedule(tiers_after)
    if was != becomes:
        lines.append(ChangeLine(_TIERS, was or _STATED, becomes or _STATED))
    return lines


def schedule(tiers: Iterable[AnyTier]) -> str:
    """A whole commission schedule in one line."""
    return "; ".join(
        f"{figures.percent(tier.rate)} above {figures.whole_money(tier.above)}" for tier in tiers
    )


def _lines(in_force: InForce, cited: Mapping[str, TermCitation]) -> Iterator[TermLine]:
    changed_by = in_force.changed_by()
    for name in _SHOWN:
        group, label = heading_and_label(name)
        value = getattr(in_force.said if name in _ON_ALL_DAYS else in_force.terms, name)
        if value is None and name in _ONCE_STATED:
            continue
        page, version = cited.get(name), changed_by.get(name)
        if version is None:
            cited_page = page.page if page else getattr(value, "page", "")
        else:
            cited_page = version.cited
        yield TermLine(
            group=group,
            label=label,
            value=_shown(column_of(name), value),
            page=cited_page,
            remark=page.remark if page and version is None else "",
            version=version,
        )


def _tiers(in_force: InForce) -> Iterator[TermLine]:
    versions = {version.number: version for version in in_force.versions[1:]}
    for tier in in_force.tiers:
        label = f"On gross above {figures.whole_money(tier.above)}"
        rate, version = figures.percent(tier.rate), versions.get(tier.version)
        yield TermLine(_TIERS, label, rate, tier.page, "", version)


def _shown(field: AnyField, value: Any) -> str:
    if value is None and field.name in _OTHERWISE:
        return _OTHERWISE[field.name]
    if isinstance(field, MoneyField):
        return figures.money(value)
    if isinstance(field, RateField):
        return figures.percent(value)
    if isinstance(field, ArrayField):
        return "; ".join(METHODS[method] for method in value)
    if isinstance(field, models.DateField):
        return figures.day(value)
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(value, Shelf) and value.prospectus_date:
        return f"{value}, prospectus dated {figures.day(value.prospectus_date)}"
    return figures.MISSING if value in {None, ""} else str(_titles(field).get(value, value))


def _titles(field: AnyField) -> dict[object, object]:
    return dict(field.flatchoices) if field.choices else {}


def _sentence_case(label: str) -> str:
    return label[:1].upper() + label[1:]
