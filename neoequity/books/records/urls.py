"""Addresses of the kinds of record whose pages the kernel makes."""

from django.urls import path

from neoequity.books.records import views

urlpatterns = [
    path("attachments/<int:pk>/", views.record_attachment, name="record_attachment"),
    path("<slug:kind>/", views.records, name="records"),
    path("<slug:kind>/new/", views.record_new, name="record_new"),
    path("<slug:kind>/<int:pk>/", views.record, name="record"),
    path("<slug:kind>/<int:pk>/attach/", views.record_attach, name="record_attach"),
]
