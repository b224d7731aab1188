"""Light or dark: the system's appearance unless the user chooses, kept in a cookie of the browser.

A page says which it is drawn in by `<meta name="color-scheme">`, which the style sheets follow with
`light-dark()`. So there is no flash, and no script is needed. `theme.js` says the same again.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from neoequity.books.addresses import page_of_ours

COOKIE = "appearance"
SYSTEM = "system"
#: Each choice, and the color schemes of a page drawn in it.
SCHEMES = {SYSTEM: "light dark", "light": "light", "dark": "dark"}
_A_YEAR = 365 * 24 * 60 * 60


def appearance(request: HttpRequest) -> dict[str, object]:
    """Context processor: `appearance`, its `color_scheme`, and all `appearances`."""
    chosen = request.COOKIES.get(COOKIE, SYSTEM)
    if chosen not in SCHEMES:
        chosen = SYSTEM
    return {
        "appearance": chosen,
        "color_scheme": SCHEMES[chosen],
        "appearances": SCHEMES,
    }


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remembers the choice in this browser, and leads back to the page it was made on."""
    chosen = request.POST.get("appearance", "")
    response = HttpResponseRedirect(page_of_ours(request, request.POST.get("next", "")))
    if chosen in SCHEMES:
        # Not HttpOnly: theme.js reads it on the error pages, which are drawn without a request.
        response.set_cookie(
            COOKIE, chosen, max_age=_A_YEAR, secure=settings.TLS, httponly=False, samesite="Lax"
        )
    return response
