"""Record a fact of the company, at once or once another person approves it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import BooleanField, ForeignKey, Model

from neoequity.books.accounts import User
from neoequity.books.approvals.actions import ask
from neoequity.books.approvals.kinds import Effect
from neoequity.books.days import written
from neoequity.books.meta import AnyField
from neoequity.books.models import Approval, Issuer
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.models import ApprovedRecord, CompanyRecord
from placements.actions.posting_context import lock_agreements

Facts = Mapping[str, Any]
Against = Callable[[Facts], Iterable[Reason]]
_Record = TypeVar("_Record", bound=CompanyRecord)

#: Columns that no request states: the database or the request itself gives them.
_NOT_ASKED = ("id", "recorded_at", "recorded_by", "approval", "day")


def keep(
    model: type[_Record], facts: Facts, *, by: User, today: date, against: Against | None = None
) -> _Record:
    """Record a fact at once; raises Refused with every reason against it.

    `facts` are the model's fields by name, with `issuer` and `day`; `against` gives the reasons of
    its kind from them and `today`.
    """
    _refuse(facts, today, against)
    row: _Record = model._default_manager.create(**facts, recorded_by=by)
    row.refresh_from_db(fields=["recorded_at"])
    return row


def ask_to_keep(
    model: type[ApprovedRecord],
    facts: Facts,
    *,
    by: User,
    today: date,
    against: Against | None = None,
    why: str = "",
) -> Approval:
    """Request approval of a fact that changes what may be sold; raises Refused as `keep` does.

    The request is about the row that approving it will write, by the key reserved for it.
    """
    _refuse(facts, today, against)
    return ask(
        kind_of(model),
        next_key(model),
        issuer_id=facts["issuer"].pk,
        what=f"Record {model(**facts)!s}"[:300],
        dated=facts["day"],
        asked={field.attname: _as_text(field, facts.get(field.name)) for field in _asked(model)},
        by=by,
        why=why,
    )


def effect_of(model: type[ApprovedRecord], against: Against | None = None) -> Effect:
    """What approving such a request does: it records the fact, checked anew."""

    def post(request: Approval, *, by: User, today: date) -> ApprovedRecord:  # noqa: ARG001  # an Effect
        facts = facts_asked(model, request)
        _refuse(facts, today, against)
        rows: Any = model._default_manager
        row: ApprovedRecord = rows.create(
            pk=request.subject, **facts, approval=request, recorded_by=request.asked_by
        )
        return row

    return post


def facts_asked(model: type[ApprovedRecord], request: Approval) -> dict[str, Any]:
    """The fields that a request asks to record, by name; one query for each related row."""
    facts = {field.name: _read(field, request.asked[field.attname]) for field in _asked(model)}
    return {**facts, "day": request.day}


def kind_of(model: type[Model]) -> str:
    """The name of its kind of record and of its kind of request."""
    return str(model._meta.model_name)


def _refuse(facts: Facts, today: date, against: Against | None) -> None:
    issuer: Issuer = facts["issuer"]
    if facts.get("agreement") is not None:
        lock_agreements([facts["agreement"].pk])  # its cap of expenses
    lock_periods([issuer.pk])
    of_its_kind = against({**facts, "today": today}) if against else ()
    refuse_if_any([*_of_any_record(facts, today), *of_its_kind])


def _of_any_record(facts: Facts, today: date) -> Iterator[Reason]:
    day, issuer, replaced = facts["day"], facts["issuer"], facts.get("replaces")
    if day > today:
        yield Reason(f"{written(day)} is in the future; today is {written(today)}.", "day")
    yield from reasons_against_days(issuer.pk, [day], "day")
    for name in ("agreement", "placement"):
        owner = facts.get(name)
        owner = owner.agreement if name == "placement" and owner is not None else owner
        if owner is not None and owner.issuer_id != issuer.pk:
            yield Reason(f"The {owner} is not an agreement of {issuer}.", name)
    if replaced is not None:
        if replaced.issuer_id != issuer.pk:
            yield Reason(f"{replaced} is not a record of {issuer}.", "replaces")
        if type(replaced)._default_manager.filter(replaces=replaced).exists():
            yield Reason(f"{replaced} was corrected already; correct the correction.", "replaces")
        if not facts.get("remark"):
            yield Reason("Say in the remark why the earlier record is corrected.", "remark")


def next_key(model: type[Model]) -> int:
    """A key reserved for a row to be written later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def _asked(model: type[Model]) -> list[AnyField]:
    return [field for field in model._meta.concrete_fields if field.name not in _NOT_ASKED]


def _as_text(field: AnyField, value: Any) -> str | None:
    """A value as the trigger writes it: decimals in full, days ISO, keys for rows."""
    if value is None:
        return "" if field.empty_strings_allowed and not field.null else None
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{getattr(field, 'decimal_places')}f}"  # noqa: B009  # of a decimal column
    return str(value)


def _read(field: AnyField, text: str | None) -> Any:
    if text is None:
        return None
    if isinstance(field, ForeignKey):
        return cast("type[Model]", field.related_model)._default_manager.get(pk=text)
    if isinstance(field, BooleanField):
        return text == "true"
    return field.to_python(text)
