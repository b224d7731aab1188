"""The permission table, second part: every kind of row in the admin, and who may do what to it."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.kinds.cases import all_cases
from tests.permissions.pages import Page
from tests.permissions.people import (
    APPROVE,
    ENTER,
    FILE,
    KEEP_PEOPLE,
    NOBODY,
    READ,
    SEE_PEOPLE,
    Roles,
)


class Rows(NamedTuple):
    """Who sees rows of a kind, their list and their history, and who may do what to them.

    `chosen` may act on rows chosen in the list; `acts` are further pages, by their last part.
    """

    see: Roles
    add: Roles = NOBODY
    change: Roles = NOBODY
    delete: Roles = NOBODY
    chosen: Roles = NOBODY
    acts: dict[str, Roles] = {}


#: Rows that rest on nobody's signature: corrected in the admin, deleted while nothing needs them.
_REFERENCE = Rows(READ, ENTER, ENTER, ENTER, chosen=ENTER)
_POSTED = Rows(READ, ENTER)

ADMIN = {
    "placements.agreement": _REFERENCE,
    "placements.attachment": Rows(READ, FILE),
    "books.exceptionalday": _REFERENCE,
    "placements.delivery": _POSTED,
    "placements.receipt": _POSTED._replace(acts={"undo": ENTER}),
    "placements.receiptpart": _POSTED,
    "books.issuer": _REFERENCE,
    "placements.shelf": _REFERENCE,
    "books.closing": Rows(READ),
    "placements.placement": Rows(
        READ, ENTER, ENTER, chosen=ENTER, acts={"move/withdraw": ENTER, "ask": ENTER}
    ),
    "placements.sale": _POSTED._replace(acts={"reverse": ENTER}),
    "books.approval": Rows(READ, chosen=APPROVE),
    "placements.termversion": Rows(READ),
    "people.user": Rows(
        SEE_PEOPLE,
        KEEP_PEOPLE,
        KEEP_PEOPLE,
        acts=dict.fromkeys(("password-link", "unlock", "second-factor"), KEEP_PEOPLE),
    ),
    "warrants.entryattachment": Rows(READ, FILE),
    "warrants.entry": Rows(READ, acts={"reverse": ENTER}),
    "warrants.holder": _REFERENCE,
    "warrants.registrationrequest": _POSTED,
    "warrants.series": _REFERENCE._replace(acts={"open": ENTER}),
    "warrants.callnotice": _POSTED._replace(acts={"price": ENTER, "correct": ENTER}),
    "placements.split": _POSTED,
    "warrants.warrant": _POSTED._replace(
        acts=dict.fromkeys(("exercise", "transfer", "cancel", "expire"), ENTER)
    ),
    "books.recordattachment": Rows(READ),
    "company.accessreview": Rows(READ),
    "statements.layout": Rows(READ),
    "statements.match": Rows(READ),
    "statements.matchpart": Rows(READ),
    "statements.accepteddifference": Rows(READ),
    "statements.openitem": Rows(READ),
    "statements.statement": Rows(READ),
    "statements.statementline": Rows(READ),
    "statements.signoff": Rows(READ),
    **{
        cases.model._meta.label_lower: Rows(READ, may)
        for cases in all_cases()
        for may in cases.actions.values()
    },
}


def pages_of(kind: str) -> Iterator[Page]:
    """The pages of the admin about a kind of row."""
    rows, name = ADMIN[kind], kind.partition(".")[2]
    start, row = f"/admin/{kind.replace('.', '/')}/", f"{{{name}}}"
    yield Page(start, rows.see, rows.chosen)
    yield Page(f"{start}add/", rows.add, rows.add)
    yield Page(f"{start}{row}/change/", rows.see, rows.change)
    yield Page(f"{start}{row}/delete/", rows.delete, rows.delete)
    yield Page(f"{start}{row}/history/", rows.see)
    if rows.delete:
        yield Page(f"{start}history/", rows.see)
    for act, may in rows.acts.items():
        yield Page(f"{start}{row}/{act}/", may, may)
