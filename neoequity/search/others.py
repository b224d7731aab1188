"""What else a search finds: agreements, placements, requests, documents, and days."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from neoequity.books.addresses import url_of
from neoequity.books.days import written
from neoequity.books.documents.models import NAME_WORDS, Attached, RecordAttachment
from neoequity.books.models import Approval
from neoequity.books.money import dollars, per_share
from neoequity.books.templatetags.books import moment, shares, status, whole_dates
from neoequity.search.result import MOST_SHOWN, Group, Hit, Marker, group
from neoequity.search.typed import PLACEMENT, REQUEST, SHORTEST_BEGINNING, Days, Typed
from placements.models import Agreement, Attachment, Placement, PlacementEvent, SaleAggregate
from placements.selectors.placements import placements_as_of
from warrants.models import EntryAttachment

_READ = MOST_SHOWN + 1


def agreements_found(
    typed: Typed, as_of: date, names: dict[int, str], agreements: list[Agreement], marker: Marker
) -> Group:
    """Agreements by their name or agent, that of their issuer, or an amount of theirs."""
    hits = []
    for agreement in agreements:
        name = names.get(agreement.pk, agreement.name)
        agent = agreement.agent_on(as_of)
        texts = (name, agreement.name, agent, agreement.issuer.name, agreement.issuer.ticker)
        said = any(typed.text.lower() in text.lower() for text in texts)
        if said or typed.amount in {agreement.capacity, agreement.gross_sold}:
            facts: list[SafeString | str] = [
                marker.text(f"{agreement.issuer.name} with {agent}"),
                marker.figure(f"capacity {dollars(agreement.capacity)}"),
                f"signed {written(agreement.signed_on)}",
            ]
            hits.append(Hit(marker.text(name), agreement.get_absolute_url(), facts))
    return group("Agreements", hits)


def placements_found(
    typed: Typed, as_of: date, agreements: dict[str, int], names: dict[int, str], marker: Marker
) -> Group:
    """Placements by number, shares or price, or the day of their last move, as of the day."""
    keys = list(dict.fromkeys(_placements(typed, as_of, agreements)))
    if not keys:
        return group("Placements", ())
    rows = placements_as_of(as_of).filter(pgh_obj__in=keys).select_related("pgh_obj__agreement")
    newest = rows.order_by("-status_on", "-pgh_obj_id")[:_READ]
    return group("Placements", (_placement(row, typed, names, marker) for row in newest))


def _placements(typed: Typed, as_of: date, agreements: dict[str, int]) -> Iterator[int]:
    either = Q(pk=None)
    if typed.coded and typed.coded.kind == PLACEMENT and typed.coded.code in agreements:
        either |= Q(agreement=agreements[typed.coded.code], number=typed.coded.number)
    if typed.number is not None and typed.kind in {"", PLACEMENT}:
        either |= Q(number=typed.number)
    if typed.amount is not None:
        for column in ("minimum_price", "expected_price", "gross_sold"):
            either |= Q(**{column: typed.amount})
        if (count := whole(typed.amount)) is not None:
            either |= Q(shares_offered=count) | Q(shares_sold=count)
    if either != Q(pk=None):
        yield from (
            Placement.objects.filter(either).order_by("-pk").values_list("pk", flat=True)[:_READ]
        )
    if typed.days is not None:
        days = (typed.days.first, min(typed.days.last, as_of))
        moved = PlacementEvent.objects.filter(status_on__range=days).order_by("-pgh_id")
        yield from moved.values_list("pgh_obj", flat=True)[: _READ * 4]


def whole(amount: Decimal) -> int | None:
    """The amount as a number of shares that a row can hold, if it is one."""
    return int(amount) if amount == amount.to_integral_value() and amount < 2**63 else None


def _placement(row: PlacementEvent, typed: Typed, names: dict[int, str], marker: Marker) -> Hit:
    then = row.__dict__
    minimum = then["minimum_then"]
    facts: list[SafeString | str] = [
        names.get(row.agreement_id, row.agreement.name),
        marker.figure(f"{row.status} since {written(row.status_on)}"),
        marker.figure(f"{shares(then['offered_then'])} shares offered"),
        marker.figure(f"minimum {per_share(minimum)}") if minimum else "no minimum price",
        marker.figure(f"{shares(then['shares_then'])} sold"),
        marker.figure(f"gross {dollars(then['gross_then'])}"),
    ]
    return Hit(
        marker.number(f"Placement {row.number}"),
        row.pgh_obj.get_absolute_url(),
        facts,
        status(row.status),
        exact=bool(typed.coded),
    )


def requests_found(typed: Typed, marker: Marker) -> Group:
    """The request with this number, whatever became of it."""
    if typed.number is None or typed.kind not in {"", REQUEST}:
        return group("Requests", ())
    rows = Approval.objects.filter(pk=typed.number).select_related("asked_by", "decided_by")
    return group("Requests", (_request(row, marker) for row in rows))


def _request(row: Approval, marker: Marker) -> Hit:
    facts: list[SafeString | str] = [
        whole_dates(row.what),
        f"requested by {row.asked_by} on {moment(row.asked_at).rpartition(', ')[0]}",
        f"{row.decision} by {row.decided_by}" if row.decision else "awaiting a CFO's decision",
    ]
    return Hit(marker.number(str(row)), row.get_absolute_url(), facts)


def documents_found(typed: Typed, marker: Marker) -> Group:
    """Documents whose file name has words that begin so, the latest recorded first."""
    if max(map(len, typed.words), default=0) < SHORTEST_BEGINNING:
        return group("Documents", ())
    found = [row for rows in _documents(typed) for row in rows]
    found.sort(key=lambda row: row.recorded_at, reverse=True)
    return group("Documents", (_document(row, marker) for row in found))


def _documents(typed: Typed) -> Iterator[QuerySet[Attached]]:
    """Read unsorted, so that the index of words is used however many documents there are."""
    sought = SearchQuery(
        " & ".join(f"{word}:*" for word in typed.words), config="simple", search_type="raw"
    )
    joined: dict[type[Attached], tuple[str, ...]] = {
        Attachment: ("agreement", "placement__agreement", "sale__agreement", "delivery__sale"),
        EntryAttachment: ("entry__warrant",),
        RecordAttachment: (),
    }
    for model, records in joined.items():
        rows = model._default_manager.order_by().select_related(*records, "document")
        yield rows.alias(words=NAME_WORDS).filter(words=sought)[:_READ]


def _document(row: Attached, marker: Marker) -> Hit:
    facts: list[SafeString | str] = [_proved(row), f"recorded {moment(row.recorded_at)}"]
    return Hit(marker.words(row.name), url_of(row), facts)


def _proved(row: Attached) -> str:
    """The record on which the document is."""
    match row:
        case Attachment():
            on = row.delivery or row.sale or row.placement or row.agreement
            kind = row.get_kind_display()
            if on == row.delivery:
                return f"{kind}: delivery of {row.delivery.sale}" if row.delivery else kind
            owner = getattr(on, "agreement", None)
            return f"{kind}: {on}, {owner}" if owner else f"{kind}: {on}"
        case EntryAttachment():
            return f"{row.get_kind_display()}: {row.entry.warrant}, entry {row.entry.number}"
        case RecordAttachment():
            return f"{row.kind}: {row.sealed_as} {row.entry}"
    return ""


def days_found(typed: Typed, as_of: date) -> Group:
    """What a day or month has: its sales, its settlements, what was recorded, the books then."""
    return group("Days", _days(typed.days, as_of) if typed.days else ())


def _days(days: Days, as_of: date) -> Iterable[Hit]:
    first, last = days
    name = written(first) if days.is_one else f"{first:%B} {first.year}"
    dated = SaleAggregate.objects.filter(trade_date__lte=as_of).order_by()
    sums = {column: Sum(column, default=0) for column in ("sales", "shares", "gross", "net")}
    traded = dated.filter(trade_date__range=days).aggregate(**sums)
    if traded["sales"]:
        query = urlencode({"trade_from": first.isoformat(), "trade_to": last.isoformat()})
        facts: list[SafeString | str] = [
            f"{_entries(traded['sales'])}",
            f"{shares(traded['shares'])} shares",
            f"gross {dollars(traded['gross'])}",
            f"net {dollars(traded['net'])}",
        ]
        yield Hit(
            f"Traded in {name}" if not days.is_one else f"Traded on {name}",
            f"{reverse('placements:sales')}?{query}",
            facts,
        )
    settling = dated.filter(settlement_date__range=days, kind="sale", reversed_on=None)
    due = settling.aggregate(**sums)
    if due["sales"]:
        before = min(first - timedelta(days=1), as_of)
        facts = [
            f"{_entries(due['sales'])}",
            f"{shares(due['shares'])} shares to deliver",
            f"net {dollars(due['net'])}",
        ]
        yield Hit(
            f"Settling in {name}" if not days.is_one else f"Settling on {name}",
            f"{reverse('placements:settlements')}?as_of={before}",
            facts,
        )
    if last <= as_of:
        yield Hit(
            f"The books as of {written(last)}",
            f"{reverse('dashboard')}?as_of={last}",
            ["capacity, settlements and warrants as they stood"],
        )
    query = urlencode({"recorded_from": first.isoformat(), "recorded_to": last.isoformat()})
    yield Hit(
        f"Recorded in {name}" if not days.is_one else f"Recorded on {name}",
        f"{reverse('history')}?{query}",
        ["the history of what was entered and by whom"],
    )


def _entries(count: int) -> str:
    return f"{count:,} sale{'' if count == 1 else 's'}"
