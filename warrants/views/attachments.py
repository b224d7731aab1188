"""Attaching documents to the entries of a warrant, and downloading them."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.documents.response import handed_out
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.views.attachments import ask
from warrants.actions.attachment import attach_to_entry
from warrants.forms.documents import EntryAttachForm
from warrants.models import EntryAttachment, Warrant
from warrants.selectors.documents import attachments_of_warrant
from warrants.views.acting import the_warrant

_MAY = "warrants.add_entryattachment"


@require_safe
def attachment(request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/warrants/attachments/<pk>/`: the document as received, as a download."""
    return handed_out(request, EntryAttachment, pk)


def documents_on_warrant(request: DatedRequest, warrant: Warrant) -> dict[str, object]:
    """The documents for the warrant's page, with the form for users who may attach one."""
    may_attach = request.as_of == request.today and request.user.has_perm(_MAY)
    return {
        "of_entries": True,
        "attachments": attachments_of_warrant(warrant),
        "attach_url": reverse("warrants:attach", args=[warrant.issuer.slug, warrant.number]),
        "attach_form": EntryAttachForm(warrant, auto_id="attach_%s") if may_attach else None,
    }


@write_view(_MAY)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Attach a document to an entry of the warrant."""
    warrant = the_warrant(slug, number)
    form = EntryAttachForm(warrant, submitted_data(request), request.FILES or None)
    attached = acted(form, lambda _cleaned: attach_to_entry(**form.said(), by=request.user))
    if attached is not None:
        messages.success(request, f"“{attached.name}” is attached.")
        return redirect(warrant)
    return ask(request, form, warrant, f"Warrant {warrant.number}")
