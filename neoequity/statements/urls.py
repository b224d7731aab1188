"""URLs of statements."""

from django.urls import path

from neoequity.statements.views import reconciliations, senders, statements, upload

app_name = "statements"
urlpatterns = [
    path("", statements.statements, name="statements"),
    path("lines/", statements.lines, name="lines"),
    path("senders/", senders.senders, name="senders"),
    path("senders/<int:pk>/layout/", senders.layout_new, name="layout_new"),
    path("layouts/<int:pk>/", senders.layout, name="layout"),
    path("upload/", upload.upload, name="upload"),
    path("uploads/<int:pk>/", upload.preview, name="preview"),
    path("<int:pk>/", statements.statement, name="statement"),
    path("reconciliations/", reconciliations.reconciliations, name="reconciliations"),
    path(
        "reconciliations/<slug:slug>/<slug:side>/<slug:label>/",
        reconciliations.reconciliation,
        name="reconciliation",
    ),
    path(
        "reconciliations/<slug:slug>/<slug:side>/<slug:label>/sign-off/",
        reconciliations.sign_off_new,
        name="sign_off_new",
    ),
    path("sign-offs/<int:pk>/", reconciliations.sign_off, name="sign_off"),
]
