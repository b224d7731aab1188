"""Error pages that belong to no app."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from neoequity.people.entry import has_entered


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page; anonymous users go to the sign-in page and so learn no addresses."""
    if not has_entered(request):
        return redirect_to_login(request.get_full_path())
    return defaults.page_not_found(request, exception)
