"""The company's kinds of record and of request, as the kernel reads them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db.models import Case, CharField, F, Model, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.history.figures import Dollars, Plain, Shares
from neoequity.books.history.telling import name_then
from neoequity.books.kinds import AdminList, Dataset, Documents, Entry, Excused, Pages, RecordKind
from neoequity.books.meta import field_named
from neoequity.books.models import Approval, Closing
from neoequity.books.periods.late import NO_AMOUNT, NO_SHARES, joined_text, recorded_after
from neoequity.books.triggers.sealing import Sealed
from neoequity.company.actions import record
from neoequity.company.actions.keeping import effect_of, facts_asked, kind_of
from neoequity.company.models import (
    ApprovedRecord,
    CompanyRecord,
    Consent,
    Counting,
    Expense,
    Figure,
    Filing,
    Funding,
    MarketPrice,
    Offering,
    Position,
    ProposalCheck,
    RegisterEntry,
    ShareEvent,
)
from neoequity.company.rights import KEEP
from neoequity.company.triggers import sealed
from neoequity.company.triggers.check import CHECK
from placements.models import Agreement

#: What every form asks for after the facts of its kind.
_SOURCE = ("document", "page", "remark", "replaces")
_PAPERS = Documents({"source": "Source document", "consent": "Consent", "other": "Other"})
_STATED = Excused("Its figures are stated by a document, not calculated; its seal proves them.")


def _chosen(model: type[Model], name: str) -> Case:
    """The title of a choice, as SQL."""
    choices = field_named(model, name).flatchoices
    return Case(
        *(When(**{name: key}, then=Value(str(title))) for key, title in choices),
        output_field=CharField(),
    )


def _told(model: type[CompanyRecord], words: tuple[Combinable, ...]) -> QuerySet[Any]:
    singular = str(model._meta.verbose_name)
    return model._default_manager.annotate(
        told=Concat(
            *(Value(f"{singular} as of "), Plain("day"), Value(" recorded: "), *words),
            output_field=CharField(),
        ),
        act=Value(_VERBS[model].__name__),
        why=F("remark"),
    )


def _late(
    model: type[CompanyRecord], shares: str | Combinable, amount: str | Combinable, closing: Closing
) -> QuerySet[Any, Any]:
    singular = str(model._meta.verbose_name)
    return recorded_after(
        closing,
        model._default_manager.all(),
        issuer="issuer",
        dated="day",
        entry=joined_text(Value(f"{singular[:1].upper()}{singular[1:]} "), F("id")),
        of="issuer__name",
        shares=shares,
        amount=amount,
    )


_VERBS: Mapping[type[CompanyRecord], Entry] = {
    Figure: record.ask_figure,
    ShareEvent: record.ask_share_event,
    MarketPrice: record.record_price,
    Position: record.record_position,
    Offering: record.ask_offering,
    Consent: record.ask_consent,
    Expense: record.ask_expense,
    Counting: record.ask_counting,
    Funding: record.record_funding,
    RegisterEntry: record.record_entry,
    Filing: record.record_filing,
}


def _kind(
    model: type[CompanyRecord],
    seal: Sealed,
    dataset: str,
    *,
    asked: tuple[str, ...],
    shown: tuple[str, ...],
    words: tuple[Combinable, ...],
    agreement: str = "",
    shares: str | Combinable = NO_SHARES,
    amount: str | Combinable = NO_AMOUNT,
) -> RecordKind:
    """The declaration of a kind: the form asks for `asked`, the list shows `shown`."""
    return RecordKind(
        model,
        rights=(KEEP,),
        pages=Pages(
            fields=("issuer", "day", *asked, *_SOURCE),
            act=_VERBS[model],
            shown=("day", *shown, "page", "remark"),
        ),
        admin=AdminList(("day", *shown, "page")),
        documents=_PAPERS,
        dataset=Dataset(dataset, _columns(model, asked), agreement),
        tells=partial(_told, model, words),
        seal=seal,
        dated="day",
        late=partial(_late, model, shares, amount),
        proof=_STATED,
    )


def _columns(model: type[CompanyRecord], asked: tuple[str, ...]) -> Mapping[str, str | Combinable]:
    """The export's columns: the day, the facts as they are asked for, the source, the recording."""
    names = ("day", *asked, "document", "page", "remark")
    columns: dict[str, str | Combinable] = {"record": "id"}
    columns |= {name: _column(model, name) for name in names}
    columns |= {
        "replaces": "replaces",
        "recorded_at": Moment("recorded_at"),
        "recorded_by": PlainText("recorded_by__username"),
    }
    return columns


def _column(model: type[CompanyRecord], name: str) -> str | Combinable:
    if name == "agreement":
        return PlainText("agreement__slug")
    if name == "placement":
        return "placement__number"
    text = field_named(model, name).empty_strings_allowed
    return PlainText(name) if text else name


RECORDS = (
    _kind(
        Figure,
        sealed.FIGURE,
        "figures",
        asked=("name", "value", "printed", "agreement"),
        shown=("name", "value"),
        words=(_chosen(Figure, "name"), Value(" "), Cast("value", CharField())),
    ),
    _kind(
        ShareEvent,
        sealed.SHARE_EVENT,
        "other_share_events",
        asked=("event", "shares", "gross"),
        shown=("event", "shares", "gross"),
        words=(_chosen(ShareEvent, "event"), Value(", "), Shares("shares")),
        shares="shares",
        amount="gross",
    ),
    _kind(
        MarketPrice,
        sealed.MARKET_PRICE,
        "market_prices",
        asked=("close", "bid", "volume"),
        shown=("close", "bid", "volume", "document"),
        words=(Value("from "), F("document")),
    ),
    _kind(
        Position,
        sealed.POSITION,
        "positions",
        asked=("holder", "members", "held", "acquirable", "within_60_days", "stated_rate"),
        shown=("holder", "held", "acquirable", "stated_rate"),
        words=(F("holder"),),
    ),
    _kind(
        Offering,
        sealed.OFFERING,
        "other_offers",
        asked=("kind", "until", "party", "shares", "what"),
        shown=("kind", "what", "party", "shares", "until"),
        words=(_chosen(Offering, "kind"), Value(", "), F("what")),
        shares="shares",
    ),
    _kind(
        Consent,
        sealed.CONSENT,
        "consents",
        asked=("agreement", "starts_on", "ends_on", "covers"),
        shown=("agreement", "starts_on", "ends_on", "covers"),
        words=(F("covers"), Value(", "), Plain("starts_on"), Value(" to "), Plain("ends_on")),
        agreement="agreement",
    ),
    _kind(
        Expense,
        sealed.EXPENSE,
        "expenses",
        asked=("agreement", "category", "amount", "purpose"),
        shown=("agreement", "category", "amount", "purpose"),
        words=(_chosen(Expense, "category"), Value(", "), Dollars("amount")),
        agreement="agreement",
        amount="amount",
    ),
    _kind(
        Counting,
        sealed.COUNTING,
        "twenty_percent_decisions",
        asked=("placement", "counts", "reason"),
        shown=("placement", "counts", "reason"),
        words=(F("reason"),),
        agreement="placement__agreement",
    ),
    _kind(
        Funding,
        sealed.FUNDING,
        "other_money",
        asked=(
            *("source", "kind", "state", "amount", "shares", "price", "expected_on"),
            *("trigger_text", "probability", "settled_amount", "settled_on"),
        ),
        shown=("source", "kind", "state", "amount", "expected_on", "settled_amount"),
        words=(F("source"), Value(", "), _chosen(Funding, "kind")),
        shares="shares",
        amount="amount",
    ),
    _kind(
        RegisterEntry,
        sealed.REGISTER_ENTRY,
        "registers",
        asked=("register", "title", "text", "amount", "owner", "review_on"),
        shown=("register", "title", "owner", "review_on"),
        words=(_chosen(RegisterEntry, "register"), Value(", "), F("title")),
        amount="amount",
    ),
    _kind(
        Filing,
        sealed.FILING,
        "filings",
        asked=("form", "concerns", "placement", "due_on", "filed_on", "reference"),
        shown=("form", "concerns", "due_on", "filed_on"),
        words=(F("form"), Value(", "), F("concerns")),
    ),
)


def _told_checks() -> QuerySet[Any]:
    return ProposalCheck.objects.annotate(
        told=Concat(
            *(Value("check before proposing placement "), Cast("placement__number", CharField())),
            *(Value(" of the "), name_then(Agreement, "placement__agreement")),
            *(Value(" kept: "), F("verdict")),
            output_field=CharField(),
        ),
        act=Value("move_placement"),
        why=F("accepted"),
    )


def _late_checks(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        ProposalCheck.objects.all(),
        issuer="issuer",
        dated="day",
        entry=joined_text(Value("Check before a proposal "), F("id")),
        of="placement__agreement__name",
        shares="shares",
    )


RECORDS += (
    RecordKind(
        ProposalCheck,
        rights=Excused("Nobody makes one: it is kept when a placement is proposed."),
        pages=Excused("It stands on the page of its placement."),
        admin=Excused("It stands on the page of its placement."),
        documents=Excused("Its placement has the documents."),
        dataset=Dataset(
            "proposal_checks",
            {
                "agreement": PlainText("placement__agreement__slug"),
                "placement": "placement__number",
                "day": "day",
                "shares": "shares",
                "price": "price",
                "verdict": PlainText("verdict"),
                "checks": PlainText(Cast("checks", TextField())),
                "accepted": PlainText("accepted"),
                "recorded_at": Moment("recorded_at"),
                "recorded_by": PlainText("recorded_by__username"),
            },
            "placement__agreement",
        ),
        tells=_told_checks,
        seal=CHECK,
        dated="day",
        late=_late_checks,
        proof=Excused("It says what was known then; its seal proves that it still says so."),
    ),
)


def _request(model: type[ApprovedRecord], title: str) -> RequestKind:
    noun = str(model._meta.verbose_name)
    return RequestKind(
        kind_of(model),
        title,
        effect=effect_of(model, record.AGAINST.get(model)),
        record=_subject(model),
        approving=f"Approving records the {noun}.",
        once_approved=f"The {noun} is recorded.",
    )


def _subject(model: type[ApprovedRecord]) -> Callable[[int], Model]:
    """The record once it is approved; before, what the request asks to record."""

    def subject(key: int) -> Model:
        row = model._default_manager.filter(pk=key).first()
        if row is not None:
            return row
        request = Approval.objects.get(kind=kind_of(model), subject=key)
        return request.issuer if request.decision else model(**facts_asked(model, request))

    return subject


REQUESTS = (
    _request(Figure, "Company figure"),
    _request(ShareEvent, "Share event"),
    _request(Offering, "Other offer"),
    _request(Consent, "Agent's consent"),
    _request(Expense, "Expense"),
    _request(Counting, "Decision on the 20% rule"),
)
