"""The pages of scheduled reports: the list, the form, and what is done to one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.books.market import ExceptionalDay
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Refused
from neoequity.mail.actions import (
    leave_scheduled_report,
    pause_scheduled_report,
    remove_anyones_scheduled_report,
    remove_scheduled_report,
    resume_scheduled_report,
    revise_scheduled_report,
    schedule_report,
)
from neoequity.mail.addresses import leaves_the_machine
from neoequity.mail.forms import ScheduleForm, as_typed
from neoequity.mail.models import ScheduledReport
from neoequity.mail.people import address_for
from neoequity.mail.schedules import Shown, letter_of, shown
from neoequity.mail.sending import MailServerError, NotSentError, mail_server, send_once
from neoequity.people.models import User
from neoequity.roles import KEEP_PEOPLE, READ_BOOKS


@require_safe
def scheduled_reports(request: DatedRequest) -> HttpResponse:
    """`/mail/`: every scheduled report that is in use."""
    context = {
        "reports": _all_shown(request),
        "writable": request.as_of == request.today,
        "address": address_for(request.user),
        "leaves": leaves_the_machine(),
    }
    return render(request, "mail/scheduled_reports.html", context)


@write_view(READ_BOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DatedRequest) -> HttpResponse:
    """`/mail/new/`: schedules a report; `?report=` chooses it."""
    before = {
        "report": request.GET.get("report", ""),
        "form": "pdf",
        "period": ScheduledReport.Period.LAST_MONTH,
        "starts_on": request.today,
        "recipients": [str(request.user.pk)],
    }
    form = ScheduleForm(submitted_data(request), initial=before)
    made = None
    if request.method == "POST":
        made = acted(
            form, lambda _: schedule_report(form.wanted(), by=request.user, today=request.today)
        )
    if made is not None:
        messages.success(request, "Report scheduled.")
        return redirect("scheduled_reports")
    return _form(request, form, None)


@write_view(READ_BOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/`: changes a scheduled report of one's own."""
    scheduled = _own(request, pk)
    form = ScheduleForm(submitted_data(request), initial=as_typed(scheduled))
    kept = None
    if request.method == "POST":
        kept = acted(
            form,
            lambda _: revise_scheduled_report(
                scheduled, form.wanted(), by=request.user, today=request.today
            ),
        )
    if kept is not None:
        messages.success(request, "Scheduled report changed, effective today.")
        return redirect("scheduled_reports")
    return _form(request, form, scheduled)


@write_view(READ_BOOKS)
@require_POST
def pause(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/pause/`: sends nothing until it is resumed."""
    pause_scheduled_report(_own(request, pk), by=request.user)
    return redirect("scheduled_reports")


@write_view(READ_BOOKS)
@require_POST
def resume(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/resume/`: sends again from today on."""
    resume_scheduled_report(_own(request, pk), by=request.user, today=request.today)
    return redirect("scheduled_reports")


@write_view(READ_BOOKS)
@require_POST
def remove(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/remove/`: sends it no more."""
    remove_scheduled_report(_own(request, pk), by=request.user)
    messages.success(request, "Scheduled report removed.")
    return redirect("scheduled_reports")


@write_view(READ_BOOKS)
@require_POST
def leave(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/leave/`: takes oneself off the recipients."""
    leave_scheduled_report(_in_use(pk), by=request.user)
    messages.success(request, "You will no longer receive this report.")
    return redirect("scheduled_reports")


@write_view(READ_BOOKS)
@require_POST
def send_now(request: DatedRequest, pk: int) -> HttpResponse:
    """`/mail/7/send/`: mails the report as of today to whoever asks; at most once a minute."""
    scheduled, person = _in_use(pk), request.user
    if not address_for(person):
        messages.error(request, "Confirm your email address first, on the page “Mail”.")
        return redirect("scheduled_reports")
    key = f"report:{pk}:asked:{timezone.now():%Y-%m-%dT%H:%M}"
    try:
        letter = letter_of(scheduled, request.today, request.today, maker=person.get_username())
        with mail_server() as connection:
            is_new = send_once(person, key, letter, connection)
    except (Refused, MailServerError, NotSentError) as error:
        messages.error(request, str(error))
    else:
        sentence = f"“{letter.subject}” was sent to {person.email}."
        messages.success(
            request, sentence if is_new else "The report was sent to you a moment ago."
        )
    return redirect("scheduled_reports")


@require_safe
def all_scheduled(request: DatedRequest) -> HttpResponse:
    """`/people/scheduled-reports/`: everybody's, for those who keep the accounts."""
    return render(request, "mail/everybodys_reports.html", {"reports": _all_shown(request)})


@write_view(KEEP_PEOPLE)
@require_POST
def remove_anyones(request: DatedRequest, pk: int) -> HttpResponse:
    """`/people/scheduled-reports/7/remove/`: ends anybody's."""
    remove_anyones_scheduled_report(_in_use(pk), by=request.user)
    messages.success(request, "Scheduled report removed.")
    return redirect("everybodys_reports")


def _reports() -> QuerySet[ScheduledReport]:
    people = User.objects.select_related("mail_choice").order_by("username")
    rows = ScheduledReport.objects.filter(removed_at=None)
    with_names = rows.select_related("issuer", "agreement", "created_by")
    return with_names.prefetch_related(Prefetch("recipients", people))


def _all_shown(request: DatedRequest) -> list[Shown]:
    exceptions = ExceptionalDay.exceptions()
    return [shown(each, request.today, exceptions) for each in _reports()]


def _in_use(pk: int) -> ScheduledReport:
    return get_object_or_404(_reports(), pk=pk)


def _own(request: DatedRequest, pk: int) -> ScheduledReport:
    scheduled = _in_use(pk)
    if scheduled.created_by_id != request.user.pk:
        raise PermissionDenied
    return scheduled


def _form(
    request: DatedRequest, form: ScheduleForm, scheduled: ScheduledReport | None
) -> HttpResponse:
    context = {"form": form, "scheduled": scheduled}
    status = 422 if form.errors else 200
    return render(request, "mail/scheduled_report.html", context, status=status)
