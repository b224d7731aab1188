"""What the admin's pages of the register share: their style, and entries as history tells them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from placements.admin.base import ActedAdmin, ReferenceAdmin, count
from placements.admin.history import Entry as Event
from placements.terms.money import dollars, per_share
from warrants.models import Entry, Warrant

_STYLE = {"all": ["warrants/admin.css"]}
# The action behind each kind of entry.
_THROUGH = {
    "transfer": "transfer",
    "cash_exercise": "exercise",
    "cashless_exercise": "exercise",
    "cancellation": "cancel",
    "expiry": "expire",
    "split": "record split",
}


class RegisterAdmin(ActedAdmin):
    """Rows of the register."""

    class Media:
        css = _STYLE


class SourceAdmin(ReferenceAdmin):
    """Rows that the register rests on."""

    class Media:
        css = _STYLE


def named(warrant: Warrant) -> str:
    """Warrant 1 of NeoTherapeutics, Inc."""
    return f"Warrant {warrant.number} of {warrant.issuer}"


def told(entries: QuerySet[Entry]) -> Sequence[Event]:
    """Entries of the register as history tells them, in their order."""
    rows = entries.select_related("warrant", "holder_from", "holder_to", "reverses", "recorded_by")
    return [
        Event(entry.recorded_at, entry.recorded_by.username, _what(entry), _through(entry))
        for entry in rows
    ]


def _what(entry: Entry) -> str:
    parts = [_shares(entry.shares)]
    parts += [f"from {entry.holder_from}"] if entry.holder_from else []
    parts += [f"to {entry.holder_to}"] if entry.holder_to else []
    figures = " ".join(parts)
    if entry.exercise_price is not None:
        figures += f" at {per_share(entry.exercise_price)}; {_received(entry)}"
    reason = f"; reason: {entry.reason}" if entry.reason else ""
    kind = entry.get_kind_display().lower()
    if entry.reverses is not None:
        kind = f"reversal of entry {entry.reverses.number} ({kind})"
    return f"entry {entry.number}, {kind} of {entry.on}: {figures}{reason}"


def _received(entry: Entry) -> str:
    return f"{_shares(entry.shares_issued)} of common stock issued, {dollars(entry.cash)} paid"


def _shares(number: int) -> str:
    return f"{count(number)} share{'' if abs(number) == 1 else 's'}"


def _through(entry: Entry) -> str:
    if entry.reverses is not None:
        return "reverse entry"
    if entry.kind == "issue":
        return "issue warrant" if entry.warrant.agreement_id else "open warrant"
    return _THROUGH[entry.kind]
