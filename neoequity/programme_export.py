"""Write a programme file: what `load_programme` reads, from what an issuer has on the books."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import tomli_w
from django.db.models import F

from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import CENT
from neoequity.company.actions.programme import VERBS
from neoequity.company.terms.programme import LISTS, SOURCE
from placements.models import Agreement, FeeTier, Shelf, TermVersion
from placements.models.terms import Terms
from placements.terms.programme import ExceptionalDayFacts, IssuerFacts, ShelfFacts, TierFacts
from placements.terms.programme_file import MAY_LACK_A_VALUE, NEEDED, TERMS
from warrants.models import Entry, Holder, Series
from warrants.terms.programme import HolderFacts, SeriesFacts

HEAD = """\
# The programme of {name}, written by `manage.py export_programme`.
# Terms as they were signed. Amendments, placements, sales and issued warrants are in the books.

"""
#: A file states a page with each term; the books may have a term without one.
NO_PAGE = "not stated"

_DEFAULTS = {
    field.name: field.get_default() for field in Terms._meta.local_fields if field.has_default()
}

Table = dict[str, Any]


def programme_file(issuer: Issuer) -> str:
    """The issuer's programme as TOML; the same bytes for the same books.

    Company facts are those that stand; one that was corrected is left out.
    """
    parts: Table = {
        "issuer": _facts(issuer, IssuerFacts._fields),
        "shelf": [_facts(row, ShelfFacts._fields) for row in _own(Shelf, issuer)],
        "exceptional_day": [
            _facts(row, ExceptionalDayFacts._fields)
            for row in ExceptionalDay.objects.order_by("day")
        ],
        "agreement": [
            _agreement(row)
            for row in _own(Agreement, issuer).prefetch_related(
                "versions__shelf", "fee_tiers", "term_citations"
            )
        ],
        "holder": [_facts(row, HolderFacts._fields) for row in _own(Holder, issuer)],
        "series": _series(issuer),
        "company": _company(issuer),
    }
    content = {name: part for name, part in parts.items() if part}
    return HEAD.format(name=issuer.name) + tomli_w.dumps(content)


def _own(model: Any, issuer: Issuer) -> Any:
    return model.objects.filter(issuer=issuer).order_by("pk")


def _facts(row: object, names: Iterable[str]) -> Table:
    """What the row states under these names; a name that it lacks is stated at recording only."""
    found = {name: getattr(row, name, None) for name in names}
    return {name: _written(value) for name, value in found.items() if value not in (None, "")}


def _written(value: Any) -> Any:
    """A value as a file states it: amounts, prices and fractions in quotes."""
    if isinstance(value, Decimal):
        in_cents = value.quantize(CENT)
        return f"{in_cents if in_cents == value else value.normalize():f}"
    return value


def _agreement(agreement: Agreement) -> Table:
    signed = agreement.versions_by(agreement.signed_on)
    tiers = agreement.tiers(signed)
    return {
        "slug": agreement.slug,
        "name": signed[-1].name,
        "code": agreement.code,
        "terms": dict(_terms(agreement, signed[-1])),
        **({"fee_tier": [_tier(each) for each in tiers]} if tiers else {}),
    }


def _tier(tier: FeeTier) -> Table:
    return _facts(tier, TierFacts._fields)


def _terms(agreement: Agreement, signed: TermVersion) -> Iterator[tuple[str, Table]]:
    """Each term that was signed or has a page, in the order of the contract."""
    cited = {page.term: page for page in agreement.term_citations.all()}
    for term, read in TERMS.items():
        value = None if read is None else _value(signed, term)
        page = cited.get(term)
        if page is None and term not in NEEDED and value == _unstated(term):
            continue
        if value is None and read is not None and term not in MAY_LACK_A_VALUE:
            continue  # a page of a term that has no value yet
        stated = {"value": _written(value), "page": page.page if page else NO_PAGE}
        stated["remark"] = page.remark if page else ""
        yield term, {name: what for name, what in stated.items() if what not in (None, "")}


def _value(signed: TermVersion, term: str) -> Any:
    return signed.shelf.file_number if term == "shelf" else getattr(signed, term)


def _unstated(term: str) -> Any:
    """What a term is where a file says nothing of it."""
    return _DEFAULTS.get(term)


def _series(issuer: Issuer) -> list[Table]:
    entries = Entry.objects.filter(
        warrant__series__issuer=issuer,
        kind="issue",
        reverses=None,
        on=F("warrant__series__opened_on"),
    )
    openings = defaultdict(list)
    for entry in entries.select_related("warrant", "holder_to").order_by("pk"):
        if entry.holder_to:
            openings[entry.warrant.series_id].append(
                _opening(entry.holder_to.slug, entry.shares, entry.reason)
            )
    names = [name for name in SeriesFacts._fields if name != "openings"]
    return [
        _facts(row, names) | ({"opening": openings[row.pk]} if row.pk in openings else {})
        for row in _own(Series, issuer)
    ]


def _opening(holder: str, shares: int, remark: str) -> Table:
    return {"holder": holder, "shares": shares, **({"remark": remark} if remark else {})}


def _company(issuer: Issuer) -> Table:
    found: Table = {}
    for name, listed in LISTS.items():
        model: Any = VERBS[name][0]
        rows = model.objects.filter(issuer=issuer, replaced_by=None).order_by("pk")
        if "agreement" in listed.keys:
            rows = rows.select_related("agreement")
        facts = [dict(_company_facts(row, {**listed.keys, **SOURCE})) for row in rows]
        if facts:
            found[name] = facts
    return found


def _company_facts(row: object, keys: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    for name, value in _facts(row, keys).items():
        yield name, value.slug if isinstance(value, Agreement) else value
