"""Upload a statement, look at what recording it would do, then record or discard it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Reason, Refused
from neoequity.statements.actions.considering import Considered, consider
from neoequity.statements.actions.uploads import (
    RECORD,
    discard_upload,
    keep_upload,
    record_upload,
)
from neoequity.statements.forms.upload import UploadForm
from neoequity.statements.models import StatementLine, Upload
from neoequity.statements.selectors.canceled import Canceled, canceled_sales
from neoequity.statements.selectors.senders import known_senders
from neoequity.statements.terms.identity import VERDICTS
from neoequity.statements.terms.line import Line

_A_PAGE = 100
_MISSING_SHOWN = 20


class ShownLine(NamedTuple):
    """A line of the file with its verdict, and the booked line that it repeats or contradicts."""

    line: Line
    verdict: str
    words: str
    sentence: str
    booked: StatementLine | None
    canceled: Canceled | None


@write_view(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: DatedRequest) -> HttpResponse:
    """`/statements/upload/`: choose the sender, the layout and the file; nothing is recorded."""
    layouts = [
        (known.sender, [layout.name for layout in known.layouts]) for known in known_senders()
    ]
    form = UploadForm(
        submitted_data(request),
        request.FILES or None,
        layouts=layouts,
        initial={"read_by": request.GET.get("read_by", "")},
    )
    kept = acted(form, lambda _: keep_upload(**form.said(), by=request.user))
    if kept is not None:
        return redirect(kept)
    context = {"form": form, "has_senders": bool(layouts)}
    return render(request, "statements/upload.html", context, status=422 if form.errors else 200)


@write_view(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/uploads/<pk>/`: what recording the file would do; POST does it."""
    kept = get_object_or_404(
        Upload.objects.select_related("sender__issuer"), pk=pk, person=request.user
    )
    if request.method != "POST":
        return _shown(request, kept, ())
    if "discard" in request.POST:
        discard_upload(kept, by=request.user)
        messages.success(request, f"“{kept.file_name}” was discarded; nothing was recorded.")
        return redirect("statements:upload")
    try:
        recorded = record_upload(kept, by=request.user, today=request.today)
    except Refused as refused:
        return _shown(request, kept, refused.reasons)
    except DATABASE_REFUSES as error:
        return _shown(request, kept, (reason_of(error),))
    row, new = recorded.statement, recorded.statement.line_count
    same = f", {row.same_count:,} booked already" if row.same_count else ""
    messages.success(request, f"{row} was recorded: {new:,} new line{'s'[: new != 1]}{same}.")
    return redirect(row)


def _shown(request: DatedRequest, kept: Upload, refused: Sequence[Reason]) -> HttpResponse:
    """The page of the preview, with what was just refused."""
    context: dict[str, object] = {"upload": kept}
    try:
        considered = consider(kept.sender, kept.layout, bytes(kept.content), today=request.today)
    except Refused as unread:
        context["reasons"] = unread.reasons
    else:
        context |= {
            "considered": considered,
            "reasons": considered.reasons or refused,
            "counts": _counts(considered),
            "page": Paginator(_rows(request, considered), _A_PAGE).get_page(
                request.GET.get("page")
            ),
            "chosen": request.GET.get("verdict", ""),
            "missing": considered.comparison.missing[:_MISSING_SHOWN],
            "more_missing": max(len(considered.comparison.missing) - _MISSING_SHOWN, 0),
        }
    status = 422 if request.method == "POST" else 200
    return render(request, "statements/preview.html", context, status=status)


def _counts(considered: Considered) -> list[tuple[str, str, int]]:
    """Each verdict with its words and its number of lines."""
    found = [each.verdict for each in considered.comparison.lines]
    return [(verdict, words, found.count(verdict)) for verdict, words in VERDICTS.items()]


class _Rows(Sequence[ShownLine]):
    """The lines of a verdict, or all, made ready as far as a page shows them."""

    def __init__(self, considered: Considered, verdict: str) -> None:
        self._considered = considered
        self._found = [
            each for each in considered.comparison.lines if verdict in ("", each.verdict)
        ]
        taken_back = considered.taken_back if considered.sender.side == "agent" else ()
        sales = canceled_sales(considered.sender.issuer, taken_back)
        self._canceled = {id(each.cancel.cancel): each for each in sales}

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, asked: Any) -> Any:
        """The lines of a page, which is a slice; one query."""
        found = self._found[asked]
        keys = [self._considered.keys.get(id(each.other)) for each in found]
        booked = StatementLine.objects.select_related("statement").in_bulk(
            [key for key in keys if key]
        )
        return [
            ShownLine(
                each.line,
                each.verdict,
                VERDICTS[each.verdict],
                each.sentence,
                booked.get(key) if key else None,
                self._canceled.get(id(each.line)),
            )
            for each, key in zip(found, keys, strict=True)
        ]


def _rows(request: DatedRequest, considered: Considered) -> _Rows:
    verdict = request.GET.get("verdict", "")
    return _Rows(considered, verdict if verdict in VERDICTS else "")
