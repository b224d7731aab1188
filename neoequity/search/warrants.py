"""The warrants and the holders that a search finds."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from neoequity.books.days import written
from neoequity.books.money import per_share
from neoequity.books.templatetags.books import shares
from neoequity.search.others import whole
from neoequity.search.result import MOST_SHOWN, Group, Hit, Marker, group
from neoequity.search.typed import WARRANT, Typed
from warrants.models import Entry, Holder, Series, Warrant
from warrants.selectors.accruals import Accrual, accruals
from warrants.selectors.register import WarrantThen, holdings, prices_on, warrants_as_of

_READ = MOST_SHOWN + 1
#: Fewer characters stand in almost every name.
_SHORTEST_NAME = 2


def warrants_found(typed: Typed, as_of: date, marker: Marker) -> Group:
    """Warrants by number, amount or a day of theirs, and series by name.

    What is owed has to be calculated, so it is looked at only where no warrant was found.
    """
    found = list(_warrants(typed, as_of, marker))
    return group("Warrants", found or _all_owed(typed, as_of, marker))


def _warrants(typed: Typed, as_of: date, marker: Marker) -> Iterator[Hit]:
    keys = list(dict.fromkeys(_keys(typed, as_of)))
    if keys:
        rows = list(warrants_as_of(as_of).filter(pk__in=keys)[:_READ])
        prices = prices_on(rows, as_of)
        for row in rows:
            facts: list[SafeString | str] = [str(row.agreement or row.series)]
            if row.placement is not None:
                facts.append(str(row.placement))
            facts += [
                marker.figure(f"issued {written(row.issued_on)}"),
                marker.figure(f"for {shares(row.issued_then)} shares"),
            ]
            price = prices[row.pk]
            if price is not None:
                facts.append(marker.figure(f"exercise price {per_share(price)}"))
            facts.append(marker.figure(f"{shares(row.outstanding_then)} outstanding"))
            if row.expires_on is not None:
                facts.append(marker.figure(f"until {written(row.expires_on)}"))
            yield Hit(marker.number(_name(row)), row.get_absolute_url(), facts)
    if len(typed.text) >= _SHORTEST_NAME:
        series = Series.objects.filter(name__icontains=typed.text, opened_on__lte=as_of)
        for each in series.select_related("issuer")[:_READ]:
            yield Hit(marker.text(each.name), each.get_absolute_url(), [str(each.issuer)])


def _all_owed(typed: Typed, as_of: date, marker: Marker) -> list[Hit]:
    count = None if typed.amount is None else whole(typed.amount)
    if count is None:
        return []
    return [_owed(each, marker) for each in accruals(as_of) if each.to_issue_now == count]


def _keys(typed: Typed, as_of: date) -> Iterable[int]:
    issued, posted = Q(pk=None), Q(pk=None)
    if typed.number is not None and typed.kind in {"", WARRANT}:
        issued |= Q(number=typed.number)
    if typed.amount is not None:
        issued |= Q(exercise_price=typed.amount)
        posted |= Q(cash=typed.amount)
        if (count := whole(typed.amount)) is not None:
            issued |= Q(shares=count)
            posted |= Q(shares=count) | Q(shares_issued=count)
    if typed.days is not None:
        issued |= Q(expires_on__range=typed.days)
        posted |= Q(on__range=typed.days)
    if issued != Q(pk=None):
        yield from Warrant.objects.filter(issued).values_list("pk", flat=True)[:_READ]
    if posted != Q(pk=None):
        entries = Entry.objects.filter(posted, on__lte=as_of).order_by("-on", "-pk")
        yield from entries.values_list("warrant", flat=True)[: _READ * 2]


def _name(row: WarrantThen) -> str:
    return f"Warrant {row.number}"


def _owed(accrual: Accrual, marker: Marker) -> Hit:
    facts: list[SafeString | str] = [
        str(accrual.agreement),
        marker.figure(f"{shares(accrual.to_issue_now)} warrants earned and not issued"),
    ]
    return Hit(f"Owed for {accrual.name}", f"{reverse('warrants:register')}#owed", facts)


def holders_found(typed: Typed, as_of: date, marker: Marker) -> Group:
    """Holders with this text in their name, and what they hold on the day."""
    if len(typed.text) < _SHORTEST_NAME:
        return group("Holders", ())
    named = Holder.objects.filter(name__icontains=typed.text).select_related("issuer")
    found = list(named[:_READ])
    held = holdings(as_of) if found else []
    hits = []
    for holder in found:
        own = [each for each in held if each.holder.pk == holder.pk]
        facts: list[SafeString | str] = [
            holder.get_category_display(),
            f"{len(own)} warrant{'' if len(own) == 1 else 's'}",
            f"{shares(sum(each.shares for each in own))} shares held",
        ]
        hits.append(Hit(marker.text(holder.name), holder.get_absolute_url(), facts))
    return group("Holders", hits)
