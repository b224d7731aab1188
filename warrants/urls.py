"""URLs of the warrants."""

from django.urls import path

from warrants.views import (
    attachments,
    correct_call,
    entries,
    exercise,
    holders,
    issue,
    register,
    series,
    splits,
)
from warrants.views.registration import registration
from warrants.views.warrant import warrant

app_name = "warrants"
urlpatterns = [
    path("", register.register, name="register"),
    path("issue/<slug:slug>/", issue.issue, name="issue"),
    path("issue/<slug:slug>/<int:number>/", issue.issue, name="issue_placement"),
    path("holders/", holders.holders, name="holders"),
    path("holders/<slug:slug>/", holders.holder, name="holder"),
    path("series/<slug:slug>/", series.series, name="series"),
    path("series/<slug:slug>/call/", series.call, name="call"),
    path("series/<slug:slug>/calls/<int:pk>/price/", series.price_call, name="price_call"),
    path(
        "series/<slug:slug>/calls/<int:pk>/correct/", correct_call.correct_call, name="correct_call"
    ),
    path("splits/", splits.splits, name="splits"),
    path("registration/", registration, name="registration"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("<slug:slug>/<int:number>/attach/", attachments.attach, name="attach"),
    path("<slug:slug>/<int:number>/", warrant, name="warrant"),
    path("<slug:slug>/<int:number>/exercise/", exercise.exercise, name="exercise"),
    path("<slug:slug>/<int:number>/exercise/preview/", exercise.preview, name="exercise_preview"),
    path("<slug:slug>/<int:number>/transfer/", entries.transfer, name="transfer"),
    path("<slug:slug>/<int:number>/cancel/", entries.cancel, name="cancel"),
    path("<slug:slug>/<int:number>/expire/", entries.expire, name="expire"),
    path("<slug:slug>/<int:number>/entries/<int:entry>/reverse/", entries.reverse, name="reverse"),
]
