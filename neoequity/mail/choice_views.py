"""A person's own page of mail: what is wanted, the address, and what was sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.mail.actions import choose_mail, confirm_address
from neoequity.mail.addresses import (
    address_in,
    confirmation_link,
    confirmed_address,
    fault_of,
    leaves_the_machine,
)
from neoequity.mail.forms import ChoiceForm, digest_choice
from neoequity.mail.letters import Letter, Line, Section
from neoequity.mail.models import SentMail
from neoequity.mail.people import choice_of
from neoequity.mail.sending import MailServerError, NotSentError, mail_server, send_once
from neoequity.people.links import days_it_holds
from neoequity.roles import READ_BOOKS

#: The page shows so many of the mails that were sent.
_MOST_SENT = 50


@write_view(READ_BOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: DatedRequest) -> HttpResponse:
    """`/accounts/mail/`: what the person wants by mail."""
    person, choice = request.user, choice_of(request.user)
    before = {"digest": digest_choice(choice.digest), "at_once": choice.at_once}
    form = ChoiceForm(submitted_data(request), initial=before)
    if request.method == "POST":
        kept = acted(
            form,
            lambda said: choose_mail(
                digest=form.wants_digest(), at_once=said["at_once"], by=person
            ),
        )
        if kept is not None:
            messages.success(request, "Mail preferences saved.")
            return redirect("mail_choice")
    context = {
        "form": form,
        "choice": choice,
        "address": person.email,
        "fault": fault_of(person.email) if person.email else "",
        "confirmed": confirmed_address(choice, person),
        "leaves": leaves_the_machine(),
        "sent": SentMail.objects.filter(person=person)[:_MOST_SENT],
    }
    return render(request, "mail/choice.html", context, status=422 if form.errors else 200)


@write_view(READ_BOOKS)
@require_POST
def send_link(request: DatedRequest) -> HttpResponse:
    """`/accounts/mail/link/`: mails the link that confirms the address; at most one a minute."""
    person = request.user
    if not person.email:
        messages.error(request, "Your account has no email address. Ask an Administrator.")
        return redirect("mail_choice")
    letter = Letter(
        about="Confirm your email address for NeoEquity",
        lead=f"Open the link within {days_it_holds()} days, signed in as {person}.",
        sections=[
            Section(
                "",
                [
                    Line(
                        "Confirm this address to receive mail.",
                        confirmation_link(person),
                        "Confirm",
                    )
                ],
            )
        ],
        why="You asked for this link on the page “Mail”. If you did not, ignore this message.",
    )
    key = f"link:{timezone.now():%Y-%m-%dT%H:%M}"
    try:
        with mail_server() as connection:
            send_once(person, key, letter, connection)
    except (MailServerError, NotSentError) as error:
        messages.error(request, f"{error} Try again later, or tell an Administrator.")
    else:
        messages.success(request, f"A confirmation link was sent to {person.email}.")
    return redirect("mail_choice")


@write_view(READ_BOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: DatedRequest, token: str) -> HttpResponse:
    """`/accounts/mail/confirm/<token>/`: asks, and confirms what is sent.

    So a program that opens the links of mails confirms nothing.
    """
    try:
        address = address_in(token, request.user)
    except ValueError as fault:
        messages.error(request, str(fault))
        return redirect("mail_choice")
    if request.method == "POST":
        confirm_address(address=address, by=request.user)
        messages.success(request, f"{address} is confirmed.")
        return redirect("mail_choice")
    return render(request, "mail/confirm.html", {"address": address})
