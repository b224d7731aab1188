"""Addresses of saved views, for everybody who may save one."""

from django.urls import path

from neoequity.read_access import for_whom
from neoequity.roles import KEEP_VIEWS
from neoequity.saved import views

_KEEP = for_whom(KEEP_VIEWS)

app_name = "saved"
urlpatterns = [
    path("", _KEEP(views.views), name="views"),
    path("save/", _KEEP(views.save), name="save"),
    path("<int:pk>/", _KEEP(views.view), name="view"),
    path("<int:pk>/remove/", _KEEP(views.remove), name="remove"),
]
