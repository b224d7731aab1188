"""The pages of the access review: the rights of a day, signing them off, and what was signed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.periods.rules import quarter_of
from neoequity.books.refusal import Refused
from neoequity.books.rights import GROUPS
from neoequity.books.snapshot import one_snapshot
from neoequity.clock import real_day
from neoequity.company.actions.access_review import SIGN, sign_access_review
from neoequity.company.models import AccessReview
from neoequity.company.views.issuer import chosen_issuer
from neoequity.reports.access.asking import asked_reading, review_or_404
from neoequity.reports.access.forms import ReviewForm
from neoequity.reports.access.reading import (
    Reading,
    changed_since,
    last_moment,
    reading_at,
    reviews_of,
)
from neoequity.reports.access.statement import accounts_in
from neoequity.roles import rights

_REVIEWS = 12


@require_safe
def access_review(request: DatedRequest) -> HttpResponse:
    """`/reports/access-review/?day=`: who may do what as of a day, by default as it is now."""
    try:
        with one_snapshot():
            reading = asked_reading(request)
    except Refused as refused:
        context = {"refused": refused, "day": request.GET.get("day", ""), **_presets()}
        return render(request, "reports/access/review.html", context, status=400)
    return _page(request, reading, ReviewForm())


@write_view(SIGN)
@require_POST
def sign(request: DatedRequest) -> HttpResponse:
    """`/reports/access-review/sign/`: keeps the review of the rights that were shown."""
    issuer = chosen_issuer(request).issuer
    if issuer is None:
        raise Http404("The books have no issuer.")
    now = timezone.now()
    form = ReviewForm(submitted_data(request))

    def act(said: Mapping[str, Any]) -> AccessReview:
        last_moment(said["day"], now)  # refuses a day in the future
        return sign_access_review(
            issuer,
            reviewed_on=said["day"],
            known_at=said["known_at"],
            statement=reading_at(said["day"], said["known_at"]).statement,
            shown=said["shown"],
            note=said["note"],
            by=request.user,
            today=request.today,
            now=now,
        )

    review = acted(form, act)
    if review is not None:
        messages.success(request, f"{review} is signed off.")
        return redirect(review)
    day = min(form.cleaned_data.get("day") or real_day(), real_day())
    return _page(request, reading_at(day, last_moment(day, now)), form, status=422)


@require_safe
def signed_review(request: DatedRequest, pk: int) -> HttpResponse:
    """`/reports/access-review/7/`: a review as it was signed off, and what has changed since."""
    review = review_or_404(pk)
    now = timezone.now()
    context = {
        "review": review,
        "accounts": accounts_in(review.statement),
        "signed": changed_since(review, reading_at(real_day(), now)),
        **_matrix(),
    }
    return render(request, "reports/access/signed.html", context)


def _page(
    request: DatedRequest, reading: Reading, form: ReviewForm, status: int = 200
) -> HttpResponse:
    chosen = chosen_issuer(request)
    reviews = reviews_of(chosen.issuer, _REVIEWS) if chosen.issuer else []
    as_it_is = reading_at(real_day(), timezone.now()) if reviews else None
    context = {
        "chosen": chosen,
        "reading": reading,
        "day": reading.day.isoformat(),
        "quarter": quarter_of(reading.day).label,
        "accounts": reading.accounts,
        "form": form,
        "may_sign": request.as_of == request.today and request.user.has_perm(SIGN),
        "reviews": [changed_since(each, as_it_is) for each in reviews] if as_it_is else [],
        **_presets(),
        **_matrix(),
    }
    return render(request, "reports/access/review.html", context, status=status)


def _presets() -> dict[str, object]:
    """The end of the last quarter, which is reviewed as a rule."""
    return {"last_quarter": quarter_of(real_day()).starts_on - timedelta(days=1)}


def _matrix() -> dict[str, object]:
    rows = [
        (right.description, [(group, group in right.groups) for group in GROUPS])
        for right in rights()
    ]
    return {"groups": GROUPS, "rights": rows}
