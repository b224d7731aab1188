"""Addresses of a person's own mail, of scheduled reports, and of everybody's."""

from django.urls import path

from neoequity.mail.choice_views import choose, confirm, send_link
from neoequity.mail.views import (
    all_scheduled,
    edit,
    leave,
    new,
    pause,
    remove,
    remove_anyones,
    resume,
    scheduled_reports,
    send_now,
)
from neoequity.read_access import for_whom
from neoequity.roles import KEEP_PEOPLE

ACCOUNTS = [
    path("mail/", choose, name="mail_choice"),
    path("mail/link/", send_link, name="send_confirmation"),
    path("mail/confirm/<str:token>/", confirm, name="confirm_address"),
]

SCHEDULED = [
    path("", scheduled_reports, name="scheduled_reports"),
    path("new/", new, name="schedule_report"),
    path("<int:pk>/", edit, name="scheduled_report"),
    path("<int:pk>/pause/", pause, name="pause_scheduled_report"),
    path("<int:pk>/resume/", resume, name="resume_scheduled_report"),
    path("<int:pk>/remove/", remove, name="remove_scheduled_report"),
    path("<int:pk>/leave/", leave, name="leave_scheduled_report"),
    path("<int:pk>/send/", send_now, name="send_scheduled_report"),
]

# What only those see who keep the accounts, of the reports that readers of the books schedule.
PEOPLE = [
    path("scheduled-reports/", for_whom(KEEP_PEOPLE)(all_scheduled), name="everybodys_reports"),
    path(
        "scheduled-reports/<int:pk>/remove/",
        for_whom(KEEP_PEOPLE)(remove_anyones),
        name="remove_anyones_report",
    ),
]
