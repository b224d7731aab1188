"""One's own files in the background: asking for one, watching it, fetching it."""

from typing import BinaryIO

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Refused
from neoequity.downloads import temporary_file
from neoequity.work.actions import ask_for_file, ask_for_proof, cancel_job, start_again
from neoequity.work.doors import asked_at, forms_of
from neoequity.work.models import Job, Piece, State
from neoequity.work.queue import is_stuck

_A_PAGE = 50


@require_safe
def jobs(request: DatedRequest) -> HttpResponse:
    """`/work/`: what the person asked for, newest first."""
    own = Job.objects.filter(asked_by=request.user)
    page = Paginator(own, _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "work/jobs.html", {"jobs": page, "kept": settings.FILES_KEPT.days})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DatedRequest) -> HttpResponse:
    """`/work/new/?address=…`: asks for the file of a direct download, in one of its forms."""
    sent = request.method == "POST"
    address = (request.POST if sent else request.GET).get("address", "")
    try:
        if sent:
            moment = timezone.now()
            return redirect(
                ask_for_file(address, by=request.user, today=request.today, moment=moment)
            )
        asked = asked_at(address, request.today, timezone.now())
    except Refused as refused:
        context = {"refused": refused, "address": address}
        return render(request, "work/new.html", context, status=422)
    context = {"asked": asked, "address": address, "forms": forms_of(address)}
    return render(request, "work/new.html", context)


@require_POST
def prove(request: DatedRequest) -> HttpResponse:
    """`/work/prove/`: asks for a proof of all the books."""
    try:
        return redirect(ask_for_proof(by=request.user, today=request.today))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("work:jobs")


@require_safe
def job(request: DatedRequest, pk: int) -> HttpResponse:
    """`/work/<pk>/`: how far it is, and where to fetch it."""
    own = _own(request, pk)
    context = {"job": own, "is_stuck": is_stuck(own), "kept": settings.FILES_KEPT.days}
    return render(request, "work/job.html", context)


@require_POST
def cancel(request: DatedRequest, pk: int) -> HttpResponse:
    """`/work/<pk>/cancel/`."""
    own = _own(request, pk)
    try:
        cancel_job(own, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(own)


@require_POST
def again(request: DatedRequest, pk: int) -> HttpResponse:
    """`/work/<pk>/again/`: the same day and the same moment once more."""
    own = _own(request, pk)
    try:
        start_again(own, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(own)


@require_safe
def download(request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/work/<pk>/download/`: the file, to the person who asked and may still read the books.

    It is put together on disk, so that neither memory grows with it nor a slow reader holds a
    connection to the database.
    """
    own = _own(request, pk)
    if own.state != State.READY:
        raise Http404("This file is not ready.")

    def write(out: BinaryIO) -> None:
        pieces = Piece.objects.filter(job=own).order_by("number")
        keys = list(pieces.values_list("pk", flat=True))
        contents = pieces.values_list("content", flat=True)
        out.writelines(contents.get(pk=key) for key in keys)

    return FileResponse(
        temporary_file(write),
        as_attachment=True,
        filename=own.file_name,
        content_type=own.content_type,
        headers=own.headers,
    )


def _own(request: DatedRequest, pk: int) -> Job:
    """The person's own job; those of others are for nobody else, not even a superuser."""
    found = get_object_or_404(Job, pk=pk)
    if found.asked_by_id != request.user.pk:
        raise PermissionDenied
    return found
