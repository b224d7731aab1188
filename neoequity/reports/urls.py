"""`/reports/`: the list, each report as a page, and its files."""

from django.urls import path

from neoequity.reports.access.files import access_csv, signed_csv, signed_statement
from neoequity.reports.access.views import access_review, sign, signed_review
from neoequity.reports.letters.instruction import instruction_letter
from neoequity.reports.views import report_file, report_page, reports_page

app_name = "reports"
urlpatterns = [
    path("", reports_page, name="reports"),
    path("access-review/", access_review, name="access_review"),
    path("access-review/sign/", sign, name="sign_review"),
    path("access-review/<int:pk>/", signed_review, name="signed_review"),
    path("access-review/<int:pk>.csv", signed_csv, name="signed_review_csv"),
    path("access-review/<int:pk>.json", signed_statement, name="signed_statement"),
    path("access-review.csv", access_csv, name="access_review_csv"),
    path(
        "instructions/<slug:slug>/<int:number>.pdf", instruction_letter, name="instruction_letter"
    ),
    path("<slug:name>/", report_page, name="report"),
    path("<slug:name>.<slug:form>", report_file, name="file"),
]
