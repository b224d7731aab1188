"""URLs of statements."""

from django.urls import path

from neoequity.statements.views import (
    matches,
    matching,
    reconciliations,
    senders,
    statements,
    upload,
)

app_name = "statements"
urlpatterns = [
    path("", statements.statements, name="statements"),
    path("lines/", statements.lines, name="lines"),
    path("senders/", senders.senders, name="senders"),
    path("senders/<int:pk>/layout/", senders.layout_new, name="layout_new"),
    path("layouts/<int:pk>/", senders.layout, name="layout"),
    path("upload/", upload.upload, name="upload"),
    path("uploads/<int:pk>/", upload.preview, name="preview"),
    path("matching/", matching.matching, name="matching"),
    path("matching/accept/", matching.accept, name="match_accept"),
    path(
        "matching/<slug:side>/<slug:name>/difference/",
        matches.difference_new,
        name="difference_new",
    ),
    path("matching/<slug:side>/<slug:name>/owner/", matches.owner, name="owner"),
    path("matches/<int:pk>/", matches.match, name="match"),
    path("matches/<int:pk>/undo/", matches.match_undo, name="match_undo"),
    path("differences/<int:pk>/", matches.difference, name="difference"),
    path("differences/<int:pk>/undo/", matches.difference_undo, name="difference_undo"),
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
