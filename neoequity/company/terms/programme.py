"""The company's facts in a programme file, read strictly: each list below `[company]`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.strict_table import Read, StrictTable
from neoequity.company.terms.choices import (
    EXPENSES,
    MONEY,
    MONEY_STATES,
    OFFERS,
    REGISTERS,
    SHARE_EVENTS,
)
from neoequity.company.terms.figures import FIGURES, fault_in

#: The top-level key read here; it is optional.
KEY = "company"

_PAGE, _REMARK, _NAME = strict.text(80), strict.text(300), strict.text(120)
_LINE = strict.text(200)


class Key(NamedTuple):
    """How a key is read, and whether it must stand."""

    read: Read[Any]
    needed: bool = False


class Listed(NamedTuple):
    """A list of the file: its keys, and those that tell one of its facts from another."""

    keys: Mapping[str, Key]
    identity: tuple[str, ...]


class CompanyFact(NamedTuple):
    """One fact of a list; `facts` holds what the file states, agreements by their slugs."""

    listed: str
    facts: Mapping[str, Any]


#: What each of them may state besides.
SOURCE = {
    "day": Key(strict.day, needed=True),
    "document": Key(_NAME),
    "page": Key(_PAGE),
    "remark": Key(_REMARK),
}

#: Each list by its name in the file, with its keys; all have a day and a source.
LISTS: Mapping[str, Listed] = {
    "figure": Listed(
        {
            "name": Key(strict.one_of(FIGURES), needed=True),
            "value": Key(strict.figure, needed=True),
            "printed": Key(_NAME),
            "agreement": Key(strict.slug),
        },
        ("name", "day", "agreement"),
    ),
    "share_event": Listed(
        {
            "event": Key(strict.one_of(SHARE_EVENTS), needed=True),
            "shares": Key(strict.shares, needed=True),
            "gross": Key(strict.money_from_zero),
        },
        ("event", "day", "shares"),
    ),
    "price": Listed(
        {
            "close": Key(strict.price),
            "bid": Key(strict.price),
            "volume": Key(strict.shares),
        },
        ("day",),
    ),
    "position": Listed(
        {
            "holder": Key(_NAME, needed=True),
            "members": Key(_REMARK),
            "held": Key(strict.shares),
            "acquirable": Key(strict.shares),
            "within_60_days": Key(strict.shares),
            "stated_rate": Key(strict.rate),
        },
        ("holder", "day"),
    ),
    "offer": Listed(
        {
            "kind": Key(strict.one_of(OFFERS), needed=True),
            "until": Key(strict.day),
            "party": Key(_NAME),
            "shares": Key(strict.shares),
            "what": Key(_LINE, needed=True),
        },
        ("kind", "day", "what"),
    ),
    "expense": Listed(
        {
            "agreement": Key(strict.slug, needed=True),
            "category": Key(strict.one_of(EXPENSES), needed=True),
            "amount": Key(strict.money, needed=True),
            "purpose": Key(_LINE, needed=True),
        },
        ("agreement", "category", "day", "purpose"),
    ),
    "money": Listed(
        {
            "source": Key(_NAME, needed=True),
            "kind": Key(strict.one_of(MONEY), needed=True),
            "state": Key(strict.one_of(MONEY_STATES), needed=True),
            "amount": Key(strict.money),
            "shares": Key(strict.shares),
            "price": Key(strict.price),
            "expected_on": Key(strict.day),
            "trigger_text": Key(_LINE),
            "probability": Key(strict.rate),
            "settled_amount": Key(strict.money),
            "settled_on": Key(strict.day),
        },
        ("source", "kind", "state"),
    ),
    "register": Listed(
        {
            "register": Key(strict.one_of(REGISTERS), needed=True),
            "title": Key(_NAME, needed=True),
            "text": Key(strict.text(500)),
            "amount": Key(strict.money),
            "owner": Key(_PAGE),
            "review_on": Key(strict.day),
        },
        ("register", "title"),
    ),
    "filing": Listed(
        {
            "form": Key(strict.text(40), needed=True),
            "concerns": Key(_LINE, needed=True),
            "due_on": Key(strict.day),
            "filed_on": Key(strict.day),
            "reference": Key(strict.text(40)),
        },
        ("form", "concerns"),
    ),
}


def read_company(
    content: Mapping[str, object], agreements: Collection[str] | None = None
) -> tuple[CompanyFact, ...]:
    """The facts of a programme file's company; other keys are ignored.

    `agreements` are the file's slugs, None if they cannot be read. Raises Refused with a sentence
    for every fault or, if there are none, for every contradiction.
    """
    faults: list[Reason] = []
    top = StrictTable({KEY: content.get(KEY, {})}, "The file", faults)
    company = top.table(KEY, "The company", default={})
    facts = [
        CompanyFact(name, _read(table, listed))
        for name, listed in LISTS.items()
        for table in company.tables(name, f"Company, {name}")
    ]
    company.close()
    refuse_if_any(faults)
    refuse_if_any(map(Reason, _contradictions(facts, agreements)))
    return tuple(facts)


def _read(table: StrictTable, listed: Listed) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, key in {**listed.keys, **SOURCE}.items():
        value = table.take(name, key.read) if key.needed else table.take(name, key.read, None)
        if value is not None:
            facts[name] = value
    table.close()
    return facts


def _contradictions(facts: list[CompanyFact], agreements: Collection[str] | None) -> Iterator[str]:
    seen: set[tuple[Any, ...]] = set()
    for fact in facts:
        identity = identity_of(fact)
        if (fact.listed, *identity.values()) in seen:
            what = ", ".join(str(value) for value in identity.values() if value is not None)
            yield f"The {fact.listed.replace('_', ' ')} “{what}” appears twice in the file."
        seen.add((fact.listed, *identity.values()))
        slug = fact.facts.get("agreement")
        if slug is not None and agreements is not None and slug not in agreements:
            yield f"A company's {fact.listed} names the agreement “{slug}”; the file has none."
        if fact.listed == "figure":
            fault = fault_in(fact.facts["name"], fact.facts["value"])
            if fault:
                yield fault


def identity_of(fact: CompanyFact) -> dict[str, Any]:
    """What tells the fact from others of its list."""
    return {name: fact.facts.get(name) for name in LISTS[fact.listed].identity}
