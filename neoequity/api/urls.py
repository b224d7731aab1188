"""The addresses of the pages of tokens: a person's own, and everybody's."""

from django.urls import path

from neoequity.api import views
from neoequity.read_access import for_whom
from neoequity.roles import KEEP_PEOPLE

TOKENS = [
    path("", views.own_tokens, name="api_tokens"),
    path("<int:pk>/revoke/", views.revoke_own, name="api_token_revoke"),
]
ALL_TOKENS = [
    path("", for_whom(KEEP_PEOPLE)(views.all_tokens), name="all_api_tokens"),
    path(
        "<int:pk>/revoke/",
        for_whom(KEEP_PEOPLE)(views.revoke_anyones),
        name="api_token_end",
    ),
]
