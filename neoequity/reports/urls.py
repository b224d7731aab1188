"""`/reports/`: the list, each report as a page, and its files."""

from django.urls import path

from neoequity.reports.views import report_file, report_page, reports_page

app_name = "reports"
urlpatterns = [
    path("", reports_page, name="reports"),
    path("<slug:name>/", report_page, name="report"),
    path("<slug:name>.<slug:form>", report_file, name="file"),
]
