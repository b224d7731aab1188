"""`/work/`: one's own files in the background."""

from django.urls import path

from neoequity.work.views import again, cancel, download, job, jobs, new, prove

app_name = "work"
urlpatterns = [
    path("", jobs, name="jobs"),
    path("new/", new, name="new"),
    path("prove/", prove, name="prove"),
    path("<int:pk>/", job, name="job"),
    path("<int:pk>/cancel/", cancel, name="cancel"),
    path("<int:pk>/again/", again, name="again"),
    path("<int:pk>/download/", download, name="download"),
]
