"""What a person said that the columns of an imported file are."""

from django.conf import settings
from django.db import models


class RememberedColumn(models.Model):
    """A header of a file, and the column that a person took it for when importing last.

    `column` is empty for a header that was not used. It only fills in a form, so it is no part of
    the books and leaves no history and no seal.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    header = models.CharField(max_length=100)
    column = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "remembered column of a file"
        verbose_name_plural = "remembered columns of files"
        ordering = ["person", "header"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "header"], name="a_person_takes_a_header_for_one_column"
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.header}” is {self.column or 'not used'}"
