"""The wording of posted rows in the history: `told`, `act` and `why` of each kind of record."""

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf

from neoequity.books.acts import ACTS
from neoequity.books.history.figures import Dollars, Plain, Shares
from neoequity.books.history.telling import attached_to, name_then
from neoequity.books.models import Issuer
from placements.models import (
    Agreement,
    Attachment,
    Delivery,
    LoadedEvent,
    Receipt,
    ReceiptPart,
    Sale,
    TermVersion,
)

# What rows say of themselves, and no action's name does.
ACTS.update(
    record_sale="Recorded a sale",
    reverse_sale="Reversed a sale",
    undo_receipt="Undid a receipt",
    adjust_commission="Adjusted commission",
    amend="Changed the terms",
)

_OF_THE_AGREEMENT = (Value(" of the "), name_then(Agreement, "agreement"))
_FIGURES = (Value(": "), Shares("shares"), Value(", gross "), Dollars("gross"))


def sales() -> QuerySet[Sale]:
    """Sales, reversals and adjustments."""
    recorded = Concat(
        *(Value("sale "), Plain("number"), *_OF_THE_AGREEMENT, Value(" recorded"), *_FIGURES)
    )
    reversed_by = Concat(
        *(Value("sale "), Plain("reverses__number"), *_OF_THE_AGREEMENT),
        *(Value(" reversed by entry "), Plain("number")),
        *(Value(", with effect from "), Plain("trade_date"), *_FIGURES),
    )
    adjusted = Concat(
        *(Value("commission"), *_OF_THE_AGREEMENT, Value(" of "), Plain("concerns")),
        *(Value(" adjusted by entry "), Plain("number"), Value(": "), Dollars("commission")),
        *(Value(", displaced by entry "), Plain("adjusts__number")),
    )
    return Sale.objects.annotate(
        told=Case(
            When(adjusts__isnull=False, then=adjusted),
            When(reverses=None, then=recorded),
            default=reversed_by,
        ),
        act=Case(
            When(adjusts__isnull=False, then=Value("adjust_commission")),
            When(reverses=None, then=Value("record_sale")),
            default=Value("reverse_sale"),
        ),
        why=Coalesce(NullIf("reason", Value("")), "remark"),
    )


def deliveries() -> QuerySet[Delivery]:
    """Deliveries of sales, and payments of adjustments."""
    return Delivery.objects.annotate(
        told=Concat(
            Case(When(sale__adjusts=None, then=Value("sale ")), default=Value("adjustment ")),
            *(Plain("sale__number"), Value(" of the "), name_then(Agreement, "sale__agreement")),
            Case(
                When(sale__adjusts=None, then=Value(" delivered on ")), default=Value(" paid on ")
            ),
            Plain("delivered_on"),
        ),
        act=Value("deliver"),
        why=F("remark"),
    )


def receipts() -> QuerySet[Receipt]:
    """Receipts of cash, and those that undo another."""
    received = Concat(
        *(Value("receipt "), Plain("number"), *_OF_THE_AGREEMENT, Value(" recorded: ")),
        *(Dollars("amount"), Value(" on "), Plain("received_on")),
    )
    undone = Concat(
        *(Value("receipt "), Plain("undoes__number"), *_OF_THE_AGREEMENT),
        *(Value(" undone by receipt "), Plain("number")),
        *(Value(", with effect from "), Plain("received_on"), Value(": "), Dollars("amount")),
    )
    return Receipt.objects.annotate(
        told=Case(When(undoes=None, then=received), default=undone),
        act=Case(When(undoes=None, then=Value("record_receipt")), default=Value("undo_receipt")),
        why=Coalesce(NullIf("reason", Value("")), "remark"),
    )


def receipt_parts() -> QuerySet[ReceiptPart]:
    """What of receipts paid which entry."""
    return ReceiptPart.objects.annotate(
        told=Concat(
            *(Dollars("amount"), Value(" of receipt "), Plain("receipt__number")),
            *(Value(" of the "), name_then(Agreement, "receipt__agreement")),
            *(Value(" allocated to entry "), Plain("entry__number")),
        ),
        act=Value("allocate"),
        why=F("remark"),
    )


def attachments() -> QuerySet[Attachment]:
    """Documents attached to records of the placements."""
    return attached_to(
        # The default manager joins what lists show; the history selects each column by name.
        Attachment._base_manager.all(),
        delivery=_under("the delivery of sale ", "delivery__sale"),
        sale=_under("sale ", "sale"),
        placement=_under("placement ", "placement"),
        agreement=(Value("the "), name_then(Agreement, "agreement")),
    )


def _under(word: str, record: str) -> tuple[Combinable, ...]:
    return (
        Value(word),
        Plain(f"{record}__number"),
        Value(" of the "),
        name_then(Agreement, f"{record}__agreement"),
    )


def term_versions() -> QuerySet[TermVersion]:
    """The later versions; the original terms appear with their agreement."""
    return TermVersion.objects.filter(number__gt=1).annotate(
        told=Concat(
            *(Value("version "), Plain("number"), Value(" of the terms"), *_OF_THE_AGREEMENT),
            *(Value(" recorded, with effect from "), Plain("effective_on")),
            *(Value(", by "), F("document")),
        ),
        act=Value("amend"),
        why=F("reason"),
    )


def loaded_events() -> QuerySet[LoadedEvent]:
    """Events loaded from programme files."""
    return LoadedEvent.objects.annotate(
        told=Concat(
            *(Value("event "), Plain("position"), Value(" ("), F("kind")),
            *(Value(") of the programme file of "), name_then(Issuer, "issuer"), Value(" loaded")),
        ),
        act=Value("load_programme"),
        why=Value(""),
    )
