"""What the admin pages of the register share: base classes and names."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from neoequity.books.admin.base import ActedAdmin, ReferenceAdmin
from neoequity.books.admin.refusals import REFUSALS, reasons_in
from neoequity.books.models import Approval
from neoequity.books.pages.form import PageForm
from warrants.models import Warrant


class RegisterAdmin(ActedAdmin):
    """Rows of the register."""

    def ask_to_add(
        self,
        request: HttpRequest,
        form: PageForm,
        ask: Callable[[dict[str, Any]], Approval],
        *,
        title: str,
        button: str,
        facts: str,
    ) -> HttpResponse:
        """The page to add a row where a second person must approve it first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            try:
                approval = ask(form.cleaned_data)
            except REFUSALS as refusal:
                form.add_reasons(reasons_in(refusal))
            else:
                self.message_user(
                    request, f"{approval} is awaiting a CFO's decision: {approval.what}."
                )
                return HttpResponseRedirect(self.url("changelist"))
        context = {"object": None, "form": form, "button": button, "facts": facts}
        return self.page(request, "act", title, **context)


class SourceAdmin(ReferenceAdmin):
    """Rows on which the register depends."""


def named(warrant: Warrant) -> str:
    """Warrant 1 of NeoTherapeutics, Inc."""
    return f"Warrant {warrant.number} of {warrant.issuer}"
