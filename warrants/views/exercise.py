"""Exercising a warrant: both ways calculated side by side, then one of them posted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from neoequity.books.money import cents, dollars, of_shares
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, write_view
from neoequity.books.refusal import Reason
from warrants.actions.register import exercise as post_exercise
from warrants.actions.register import outcome_of, price_on, reasons_against_exercising
from warrants.forms.entries import ExerciseForm
from warrants.models import Warrant
from warrants.terms.exercise import Outcome
from warrants.views.acting import holder_of, the_warrant

CASH, CASHLESS = "cash", "cashless"
_NEEDED = ("holder", "shares", "on")


class Way(NamedTuple):
    """One way to exercise, with its outcome and the reasons against it.

    `value` is the market value of the shares received in dollars, `gain` that value less the cash.
    """

    name: str
    outcome: Outcome | None
    value: Decimal | None
    gain: Decimal | None
    reasons: list[Reason]


class Comparison(NamedTuple):
    """Both ways for what was typed; `price` is the exercise price of the day."""

    shares: int
    price: Decimal | None
    market_price: Decimal | None
    ways: list[Way]


@write_view("warrants.add_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Show what both ways would give (`check`), or post the `way` of the button."""
    warrant = the_warrant(slug, number)
    form = _form(warrant, request)
    # A fresh page compares what it proposes, and shows no errors.
    typed = form if form.is_bound else ExerciseForm(warrant, form.initial)
    compared = _compared(typed, warrant, request.today)
    way = request.POST.get("way", "")
    if request.method != "POST" or "check" in request.POST or way not in (CASH, CASHLESS):
        return _page(request, warrant, form, compared, 200)
    entry = acted(
        form,
        lambda cleaned: post_exercise(
            warrant, way=way, **cleaned, by=request.user, today=request.today
        ),
    )
    if entry is None:
        return _page(request, warrant, form, compared, 422)
    paid = f"for {dollars(entry.cash)}" if way == CASH else "without cash"
    messages.success(
        request,
        f"{of_shares(entry.shares)} of {str(warrant).lower()} are exercised {paid}: "
        f"{of_shares(entry.shares_issued)} of common stock are issued.",
    )
    return redirect(warrant)


@require_POST
@write_view("warrants.add_entry")
def preview(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Both ways as far as the form is typed; nothing is posted."""
    warrant = the_warrant(slug, number)
    form = _form(warrant, request)
    compared = _compared(form, warrant, request.today)
    for name in [name for name in form.errors if name in form.fields]:
        # No error is shown for a field that is still empty.
        if not str(form[name].value() or "").strip():
            del form.errors[name]
    context = {"form": form, "compared": compared, "warrant": warrant}
    return render(request, "warrants/parts/exercise_preview.html", context)


def _form(warrant: Warrant, request: DatedRequest) -> ExerciseForm:
    if request.method == "POST":
        return ExerciseForm(warrant, request.POST)
    holder = holder_of(warrant, request.GET.get("holder", ""))
    balance = holder and holder.balances.filter(warrant=warrant).first()
    initial = {
        "holder": holder and holder.slug,
        "shares": balance.shares if balance and balance.shares else None,
        "on": request.today,
        "call": request.GET.get("call"),
    }
    return ExerciseForm(warrant, initial=initial)


def _compared(form: ExerciseForm, warrant: Warrant, today: date) -> Comparison | None:
    """Both ways; None while holder, shares or day are missing or invalid."""
    form.full_clean()
    cleaned = form.cleaned_data
    if any(cleaned.get(name) is None for name in _NEEDED) or "market_price" in form.errors:
        return None
    price = price_on(warrant, cleaned["on"], cleaned.get("call"))
    ways = [_way(CASH, warrant, cleaned, price, today)]
    if warrant.series is None:
        ways.append(_way(CASHLESS, warrant, cleaned, price, today))
    return Comparison(cleaned["shares"], price, cleaned["market_price"], ways)


def _way(
    name: str, warrant: Warrant, cleaned: Mapping[str, Any], price: Decimal | None, today: date
) -> Way:
    market = cleaned["market_price"]
    reasons = reasons_against_exercising(
        warrant,
        holder=cleaned["holder"],
        shares=cleaned["shares"],
        on=cleaned["on"],
        way=name,
        market_price=market,
        call=cleaned.get("call"),
        today=today,
    )
    if price is None or (name == CASHLESS and market is None):
        return Way(name, None, None, None, reasons)
    outcome = outcome_of(name, cleaned["shares"], price, market)
    value = None if market is None else cents(outcome.shares_issued * market)
    gain = None if value is None else value - outcome.cash
    return Way(name, outcome, value, gain, reasons)


def _page(
    request: DatedRequest,
    warrant: Warrant,
    form: ExerciseForm,
    compared: Comparison | None,
    status: int,
) -> HttpResponse:
    context = {
        "warrant": warrant,
        "form": form,
        "compared": compared,
        "refused": status == 422,
        "price": price_on(warrant, request.today),
    }
    return render(request, "warrants/exercise.html", context, status=status)
