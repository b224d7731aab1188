"""Attempts to get round a rule: each is one raw statement, made when the house stands."""

from collections.abc import Callable
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.db.models import Model

from neoequity.books.models import Document, RecordAttachment
from placements.models import Attachment, Sale
from tests.constraints.conftest import House
from tests.constraints.rows import (
    agree_reversal,
    columns_of,
    delete,
    insert,
    reversal_of,
    run,
    sale_of,
    truncate,
    update,
)
from tests.roles import unguarded as without_guards

Attempt = Callable[[House], object]


def change(row: str, **columns: Any) -> Attempt:
    """UPDATE the house's row."""
    return lambda house: update(attrgetter(row)(house), **columns)


def again(row: str, **changes: Any) -> Attempt:
    """INSERT a row like the house's, in all but these columns."""

    def insert_copy(house: House) -> None:
        original: Model = attrgetter(row)(house)
        insert(type(original), columns_of(original, **changes))

    return insert_copy


def sale(**changes: Any) -> Attempt:
    """INSERT the next sale, true in all but these columns."""
    return lambda house: insert(Sale, sale_of(house.placement, 3, **changes))


def reversal(**changes: Any) -> Attempt:
    """INSERT an approved reversal of the sale that waits, true in all but these columns."""

    def insert_reversal(house: House) -> None:
        agree_reversal(house.waiting, reason=changes.get("reason", "a mistake"))
        insert(Sale, reversal_of(house.waiting, 3, **changes))

    return insert_reversal


def attachment_of(house: House, **changes: Any) -> dict[str, Any]:
    """The columns of the notice once more, some of them changed, recorded now."""
    columns = columns_of(house.notice, **changes)
    del columns["recorded_at"]
    return columns


def attachment(**changes: Any) -> Attempt:
    """INSERT the notice of the sale that waits, true in all but these columns."""
    return lambda house: insert(
        Attachment, attachment_of(house, **{"sale_id": house.waiting.pk, **changes})
    )


def on_record(**changes: Any) -> Attempt:
    """INSERT the notice as a document on the sealed sale, true in all but these columns."""

    def attach(house: House) -> None:
        row = {
            "issuer_id": house.agreement.issuer_id,
            "sealed_as": "sale",
            "entry": house.sale.pk,
            "kind": "other",
            "document_id": house.document.pk,
            "name": "notice.pdf",
            "remark": "",
            "recorded_by_id": house.person.pk,
        }
        insert(RecordAttachment, {**row, **changes})

    return attach


def document(content: bytes = b"x", **changes: Any) -> Attempt:
    """INSERT a document with these bytes, true in all but these columns."""
    told = {
        "content": content,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "content_type": "text/plain",
    }
    return lambda house: insert(Document, {**told, **changes})


def attached_again(record: str, kind: str) -> Attempt:
    """INSERT the same document twice on the house's record."""

    def attach_twice(house: House) -> None:
        row = {
            "kind": kind,
            "sale_id": None,
            f"{record}_id": attrgetter(record)(house).pk,
        }
        insert(Attachment, attachment_of(house, **row), attachment_of(house, **row))

    return attach_twice


def reversed_twice(house: House) -> None:
    agree_reversal(house.waiting)
    insert(Sale, reversal_of(house.waiting, 3), reversal_of(house.waiting, 4))


def decision(
    word: str = "approved",
    *,
    by: str = "cfo",
    of: str = "request",
    note: str = "",
    at: str | None = None,
) -> Attempt:
    """UPDATE the house's request: decided so by its person, now or `at` a moment."""
    statement = (
        "UPDATE books_approval SET decision = %s, decided_by_id = %s, note = %s, "
        "decided_at = COALESCE(%s, STATEMENT_TIMESTAMP()) WHERE id = %s"
    )

    def decide(house: House) -> None:
        decider, request = attrgetter(by)(house), attrgetter(of)(house)
        run(statement, [word, decider.pk, note, at, request.pk])

    return decide


def in_turn(*attempts: Attempt) -> Attempt:
    """One after the other."""

    def try_each(house: House) -> None:
        for attempt in attempts:
            attempt(house)

    return try_each


def unguarded(attempt: Attempt) -> Attempt:
    """The same with the triggers off, where one of them would speak before the constraint."""

    def without_triggers(house: House) -> None:
        with without_guards():
            attempt(house)

    return without_triggers


def removal(row: str) -> Attempt:
    """DELETE the house's row."""
    return lambda house: delete(attrgetter(row)(house))


def emptying(model: type[Model]) -> Attempt:
    """TRUNCATE the model's table."""
    return lambda house: truncate(model)
