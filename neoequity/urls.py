"""The project's URLs; `/healthz` is answered earlier, by neoequity.health."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from neoequity import appearance
from neoequity.api.endpoints import addresses
from neoequity.api.urls import ALL_TOKENS, TOKENS
from neoequity.api.views import described
from neoequity.books.approvals.views import approval, decide, inbox, seen
from neoequity.company.views import calendar
from neoequity.company.views.before_you_sell import sell
from neoequity.dashboard import dashboard
from neoequity.downloads import download, download_workbook
from neoequity.help.pages import glossary, guide
from neoequity.history.page import history
from neoequity.mail import urls as mail
from neoequity.notices.page import notices
from neoequity.pack.page import pack
from neoequity.people.urls import ACCOUNTS, PEOPLE
from neoequity.read_access import for_whom
from neoequity.roles import KEEP_PEOPLE
from neoequity.search.page import search

handler404 = "neoequity.views.not_found"
handler500 = "neoequity.views.failed"

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("accounts/", include(ACCOUNTS)),
    path("accounts/", include(mail.ACCOUNTS)),
    path("accounts/appearance/", appearance.choose, name="appearance"),
    path("people/", include(PEOPLE)),
    path("people/", include(mail.PEOPLE)),
    path("mail/", include(mail.SCHEDULED)),
    # What only those see who keep the accounts, of the addresses that readers of the books create.
    path(
        "people/calendar-addresses/",
        for_whom(KEEP_PEOPLE)(calendar.all_addresses),
        name="calendar_addresses",
    ),
    path(
        "people/calendar-addresses/<int:pk>/revoke/",
        for_whom(KEEP_PEOPLE)(calendar.revoke_anyones_address),
        name="calendar_address_end",
    ),
    path("accounts/api-tokens/", include(TOKENS)),
    path("people/api-tokens/", include(ALL_TOKENS)),
    path("api/v1/", include((addresses(), "api"))),
    path("help/api/", described, name="api_help"),
    # The admin uses the same pages for signing in and for changing a password.
    path(
        "admin/login/",
        login_not_required(RedirectView.as_view(pattern_name="login", query_string=True)),
    ),
    path("admin/password_change/", for_whom(None)(RedirectView.as_view(pattern_name="password"))),
    path("admin/", admin.site.urls),
    path("before-you-sell/", sell, name="before_you_sell"),
    path("records/", include("neoequity.books.records.urls")),
    path("company/", include("neoequity.company.urls")),
    path("statements/", include("neoequity.statements.urls")),
    path("work/", include("neoequity.work.urls")),
    path("reports/", include("neoequity.reports.urls")),
    path("periods/", include("neoequity.periods.urls")),
    path("warrants/", include("warrants.urls")),
    path("approvals/", inbox, name="approvals"),
    path("approvals/<int:number>/", approval, name="approval"),
    path("approvals/<int:number>/decide/", decide, name="approval_decide"),
    path("approvals/<int:number>/seen/", seen, name="approval_seen"),
    path("views/", include("neoequity.saved.urls")),
    path("history/", history, name="history"),
    # Whoever signed in has notices; each is told what concerns them alone.
    path("notices/", for_whom(None)(notices), name="notices"),
    path("search/", search, name="search"),
    path("help/", guide, name="help"),
    path("help/glossary/", glossary, name="glossary"),
    path("packs/<slug:issuer>/<slug:label>.zip", pack, name="pack"),
    path("exports/<slug:dataset>.csv", download, name="export"),
    path("exports/<slug:dataset>.xlsx", download_workbook, name="export_workbook"),
    path("", include("placements.urls")),
]
if settings.DEBUG_TOOLBAR:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
