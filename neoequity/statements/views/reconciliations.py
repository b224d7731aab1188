"""Reconciliations: the sides of a month, one of them item by item, and signing it off."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.calendar import Exceptions
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.periods.rules import Period, month_of, parse_period
from neoequity.books.snapshot import one_snapshot
from neoequity.statements.actions.sign_off import sign_off as act_sign_off
from neoequity.statements.forms.sign_off import SignOffForm
from neoequity.statements.models import SignOff
from neoequity.statements.selectors.reconciled import prepare, prepared, reconciled_sides
from neoequity.statements.selectors.shown import shown
from neoequity.statements.selectors.side_books import SideBooks
from neoequity.statements.selectors.sign_offs import Moved, moved_since, standing
from neoequity.statements.terms.ages import by_age
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.reconciliation import COURSE
from neoequity.statements.terms.signed_text import digest_of, to_text
from neoequity.statements.terms.signing import Prepared, reasons_against_signing
from placements.models import Agreement

_ROWS = 100
_DAY = timedelta(days=1)


class Side(NamedTuple):
    """A side of an agreement in a month, with its sign-off and what moved that since."""

    agreement: Agreement
    side: str
    prepared: Prepared
    signed: SignOff | None
    moved: Moved | None

    @property
    def open_count(self) -> int:
        """How many items are open, with lines that no agreement is known of."""
        return len(self.prepared.reconciliation.open_rows) + len(self.prepared.unassigned)

    @property
    def title(self) -> str:
        """Agent, Transfer agent, Bank."""
        return SIDES[self.side]


@require_safe
def reconciliations(request: DatedRequest) -> HttpResponse:
    """`/statements/reconciliations/?period=2001-11`: every side of every agreement in a month."""
    asked = request.GET.get("period", "")
    try:
        period = parse_period(asked) if asked else month_of(request.as_of)
    except ValueError as fault:
        return render(request, "400.html", {"sentence": str(fault)}, status=400)
    with one_snapshot():
        issuers = [
            (issuer, list(_sides(issuer, period, request)))
            for issuer in Issuer.objects.order_by("name")
        ]
    month = month_of(period.ends_on)
    context = {
        "period": period,
        "issuers": [each for each in issuers if each[1]],
        "earlier": month_of(period.starts_on - _DAY).label,
        "later": month_of(month.ends_on + _DAY).label if month.ends_on < request.as_of else "",
        "is_today": request.as_of == request.today,
    }
    return render(request, "statements/reconciliations.html", context)


def _sides(issuer: Issuer, period: Period, request: DatedRequest) -> list[Side]:
    signed = {
        (row.agreement_id, row.side): row
        for row in standing(request.as_of)
        if row.period == period and row.agreement.issuer_id == issuer.pk
    }
    moved = {each.sign_off.pk: each for each in moved_since(signed.values())}
    until = min(period.ends_on, request.as_of)
    found = []
    for agreement, side, now in reconciled_sides(issuer, period.starts_on, until):
        row = signed.get((agreement.pk, side))
        found.append(Side(agreement, side, now, row, moved.get(row.pk) if row else None))
    return found


@require_safe
def reconciliation(request: DatedRequest, slug: str, side: str, label: str) -> HttpResponse:
    """One side of an agreement in a period: ours, theirs, difference, item by item."""
    agreement, period = _named(slug, side, label)
    return _page(request, agreement, side, period, form=SignOffForm())


@write_view("statements.add_signoff")
@require_POST
def sign_off_new(request: DatedRequest, slug: str, side: str, label: str) -> HttpResponse:
    """Sign off the reconciliation that was shown."""
    agreement, period = _named(slug, side, label)
    form = SignOffForm(submitted_data(request))

    def act(said: Mapping[str, Any]) -> SignOff:
        return act_sign_off(
            agreement,
            side=side,
            period=period,
            prepare=prepare,
            shown=said["shown"],
            note=said["note"],
            by=request.user,
            today=request.today,
        )

    signed = acted(form, act)
    if signed is not None:
        messages.success(request, f"{signed.title}, is signed off for the {agreement.name}.")
        return redirect(signed)
    return _page(request, agreement, side, period, form=form, status=422)


@require_safe
def sign_off(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/sign-offs/7/`: what was signed off, and what moved it since."""
    rows = SignOff.objects.select_related("agreement__issuer", "recorded_by")
    row = get_object_or_404(rows, pk=pk, signed_on__lte=request.as_of)
    later = SignOff.objects.filter(
        agreement=row.agreement, side=row.side, last_day=row.last_day, pk__gt=row.pk
    )
    superseded = later.filter(signed_on__lte=request.as_of).order_by("-pk").first()
    signed = row.prepared
    page = Paginator(signed.reconciliation.rows, _ROWS).get_page(request.GET.get("page"))
    context = {
        "sign_off": row,
        "signed": signed,
        "rows": shown(page.object_list, signed.explained),
        "page": page,
        "superseded": superseded,
        "moved": None if superseded else next(iter(moved_since([row])), None),
    }
    return render(request, "statements/sign_off.html", context)


def _named(slug: str, side: str, label: str) -> tuple[Agreement, Period]:
    agreement = get_object_or_404(Agreement.objects.select_related("issuer"), slug=slug)
    if side not in SIDES:
        raise Http404(f"There is no side “{side}”.")
    try:
        return agreement, parse_period(label)
    except ValueError as fault:
        raise Http404(str(fault)) from fault


def _page(
    request: DatedRequest,
    agreement: Agreement,
    side: str,
    period: Period,
    *,
    form: SignOffForm,
    status: int = 200,
) -> HttpResponse:
    until = min(period.ends_on, request.as_of)
    with one_snapshot():
        books = SideBooks(agreement.issuer, side, until)
        now = prepared(books, agreement.slug, period.starts_on)
        signed = next(
            (
                row
                for row in standing(request.as_of).filter(agreement=agreement, side=side)
                if row.period == period
            ),
            None,
        )
        moved = next(iter(moved_since([signed])), None) if signed else None
        context = _context(request, now, books, ExceptionalDay.exceptions())
    may_write = request.as_of == request.today
    may_sign = may_write and request.user.has_perm("statements.add_signoff")
    if may_sign and (signed is None or moved is not None):
        context |= {"may_sign": True, "against": _against(now, request)}
    context |= {
        "agreement": agreement,
        "side": side,
        "title": SIDES[side],
        "period": period,
        "until": until,
        "signed": signed,
        "moved": moved,
        "form": form,
        "digest": digest_of(to_text(now)),
        "may_match": may_write and request.user.has_perm("statements.add_match"),
    }
    return render(request, "statements/reconciliation.html", context, status=status)


def _context(
    request: DatedRequest, now: Prepared, books: SideBooks, exceptions: Exceptions
) -> dict[str, Any]:
    found = now.reconciliation
    open_rows = [*found.open_rows, *now.unassigned]
    page = Paginator(found.rows, _ROWS).get_page(request.GET.get("page"))
    return {
        "prepared": now,
        "found": found,
        "courses": _courses(now),
        "open": shown(open_rows[:_ROWS], now.explained, books.taken, books.names),
        "open_count": len(open_rows),
        "rows": shown(page.object_list, now.explained, books.taken),
        "page": page,
        "ages": by_age(open_rows, request.as_of, exceptions),
    }


def _courses(now: Prepared) -> list[tuple[str, Quantity, Quantity, Quantity]]:
    """How both sides went from before the period to its end, line by line."""
    ours, theirs = now.reconciliation.ours, now.reconciliation.theirs
    figures = ((title, getattr(ours, name), getattr(theirs, name)) for name, title in COURSE)
    return [(title, own, other, other - own) for title, own, other in figures]


def _against(now: Prepared, request: DatedRequest) -> list[str]:
    """Why it cannot be signed off yet; what only the note says is left to the form."""
    reasons = reasons_against_signing(now, note="", today=request.today)
    return [reason.sentence for reason in reasons if not reason.field]
