"""A file that was uploaded and is looked at before it is recorded."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from neoequity.statements.models.sender import Sender


class Upload(models.Model):
    """A file between its upload and its recording, the last of each person.

    It is no part of the books: nothing of it is tracked or sealed, and the next upload of the same
    person, or recording it, removes it. `layout` names a layout of the sender, or a format.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+")
    layout = models.CharField(max_length=100)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "uploaded file"
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page that shows what recording it would do."""
        return reverse("statements:preview", args=[self.pk])
