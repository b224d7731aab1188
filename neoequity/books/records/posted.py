"""The base of a model whose rows are posted once, with pages made by the kernel."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse


class PostedRecord(models.Model):
    """A row with the moment and the user of its recording; its declaration gives it a page."""

    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def get_absolute_url(self) -> str:
        if self.pk is None:  # still requested: the list of its kind
            return reverse("records", args=[self._meta.model_name])
        return reverse("record", args=[self._meta.model_name, self.pk])
