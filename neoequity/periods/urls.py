"""URLs of the periods."""

from django.urls import path

from neoequity.periods import views

app_name = "periods"
urlpatterns = [
    path("", views.periods, name="periods"),
    path("close/", views.close, name="close"),
    path("<int:pk>/", views.closing, name="closing"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/late-changes.csv", views.late_changes, name="late_changes"),
    path(
        "<int:pk>/late-changes.xlsx",
        views.late_changes_workbook,
        name="late_changes_workbook",
    ),
]
