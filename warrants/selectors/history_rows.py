"""How register entries, stock splits and attachments are described in the history."""

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Lower

from neoequity.books.acts import ACTS
from neoequity.books.history.figures import Dollars, PerShare, Plain, Shares
from neoequity.books.history.telling import attached_to, name_then
from neoequity.books.models import Issuer
from warrants.models import Entry, EntryAttachment, Holder, Split
from warrants.models.entry import ENTRY_KINDS

# What an entry says of itself, and no action's name does.
ACTS.update(reverse_entry="Reversed a warrant entry")

_NOTHING = Value("")
# The action behind each kind of entry.
_ACTS = {
    "transfer": "transfer",
    "cash_exercise": "exercise",
    "cashless_exercise": "exercise",
    "cancellation": "cancel",
    "expiry": "expire",
    "split": "record_split",
}


def _chosen(words: dict[str, str]) -> Case:
    cases = [When(kind=kind, then=Value(word)) for kind, word in words.items()]
    return Case(*cases, default=_NOTHING, output_field=CharField())


def _where(condition: Q, *words: Combinable) -> Case:
    return Case(When(condition, then=Concat(_NOTHING, *words)), default=_NOTHING)


def entries() -> QuerySet[Entry]:
    kind = Lower(_chosen(ENTRY_KINDS))
    told = Concat(
        *(Value("entry "), Plain("number"), Value(" of warrant "), Plain("warrant__number")),
        *(Value(" ("), name_then(Issuer, "warrant__issuer"), Value("), ")),
        Case(
            When(
                Q(reverses__isnull=False),
                then=Concat(
                    *(Value("reversal of entry "), Plain("reverses__number")),
                    *(Value(" ("), kind, Value(")")),
                ),
            ),
            default=kind,
        ),
        *(Value(" of "), Plain("on"), Value(": "), Shares("shares")),
        _where(Q(holder_from__isnull=False), Value(" from "), name_then(Holder, "holder_from")),
        _where(Q(holder_to__isnull=False), Value(" to "), name_then(Holder, "holder_to")),
        _where(
            Q(exercise_price__isnull=False),
            *(Value(" at "), PerShare("exercise_price"), Value("; "), Shares("shares_issued")),
            *(Value(" of common stock issued, "), Dollars("cash"), Value(" paid")),
        ),
    )
    act = Case(
        When(reverses__isnull=False, then=Value("reverse_entry")),
        When(kind="issue", warrant__agreement=None, then=Value("open_warrant")),
        When(kind="issue", then=Value("issue_warrant")),
        default=_chosen(_ACTS),
        output_field=CharField(),
    )
    return Entry.objects.annotate(told=told, act=act, why=F("reason"))


def splits() -> QuerySet[Split]:
    return Split.objects.annotate(
        told=Concat(
            *(Value("stock split of "), Plain("new"), Value(" for "), Plain("old")),
            *(Value(" of "), name_then(Issuer, "issuer"), Value(" recorded, with effect from ")),
            Plain("effective_on"),
        ),
        act=Value("record_split"),
        why=Concat(Value("Source: "), F("source")),
    )


def attachments() -> QuerySet[EntryAttachment]:
    entry = (Value("entry "), Plain("entry__number"), Value(" of warrant "))
    return attached_to(
        EntryAttachment._base_manager.all(), entry=(*entry, Plain("entry__warrant__number"))
    )
