"""Error pages that belong to no app."""

import sys

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from neoequity.books.full_disk import is_full_disk
from neoequity.people.entry import has_entered


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page; anonymous users go to the sign-in page and so learn no addresses."""
    if not has_entered(request):
        return redirect_to_login(request.get_full_path())
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """The 500 page, or 507 when the disk is full, which an operator can mend."""
    if is_full_disk(sys.exception()):
        return render(None, "507.html", status=507)
    return defaults.server_error(request)
