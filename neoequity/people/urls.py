"""Addresses of one's own account, and of the pages about people."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from neoequity.people.choosing import choose_company
from neoequity.people.opening import choose, credentials, open_link
from neoequity.people.pages import logins, people, permissions
from neoequity.people.views import (
    Login,
    NewPassword,
    recovery_codes,
    two_factor,
    two_factor_code,
)
from neoequity.read_access import for_whom
from neoequity.roles import SEE_PEOPLE

_SEE_PEOPLE = for_whom(SEE_PEOPLE)
_EVERYBODY = for_whom(None)

ACCOUNTS = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", _EVERYBODY(LogoutView.as_view()), name="logout"),
    path("password/", _EVERYBODY(NewPassword.as_view()), name="password"),
    path("link/<str:key>/<str:token>/", open_link, name="open_link"),
    path("choose-password/", choose, name="choose_password"),
    path("company/", choose_company, name="choose_company"),
    path("credentials/", _EVERYBODY(credentials), name="credentials"),
    path("two-factor/", _EVERYBODY(two_factor), name="two_factor"),
    path("two-factor/code/", _EVERYBODY(two_factor_code), name="two_factor_code"),
    path("two-factor/recovery-codes/", _EVERYBODY(recovery_codes), name="recovery_codes"),
]

PEOPLE = [
    path("", _SEE_PEOPLE(people), name="people"),
    path("logins/", _SEE_PEOPLE(logins), name="logins"),
    path("permissions/", _EVERYBODY(permissions), name="permissions"),
]
