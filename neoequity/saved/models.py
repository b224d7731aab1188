"""A view of a list that a person saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

#: Characters of a name, of a list's address and of what a view keeps.
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_QUERY = 60, 200, 1_000


class SavedView(models.Model):
    """A name for what a list shows: its address, and the query that filters and sorts it.

    It only opens a page that its reader may open anyway, so it is no part of the books and leaves
    no history and no seal.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        verbose_name = "saved view"
        ordering = [Lower("name"), "pk"]
        default_permissions = ()
        permissions = [("keep_view", "Can save views of lists")]
        constraints = [
            models.UniqueConstraint(
                "owner", "address", Lower("name"), name="a_person_names_a_view_of_a_list_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(address__startswith="/"),
                name="a_view_has_a_name_and_a_list",
            ),
        ]
        indexes = [models.Index(fields=["address"], name="saved_views_of_a_list")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list as the view shows it; what the list no longer has is ignored there."""
        return f"{self.address}?{self.query}" if self.query else self.address

    @property
    def edit_url(self) -> str:
        """The page on which its owner changes or removes it."""
        return reverse("saved:view", args=[self.pk])
