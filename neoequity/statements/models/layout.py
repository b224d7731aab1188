"""The layouts in which senders write, version by version."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord
from neoequity.statements.models.sender import Sender
from neoequity.statements.terms import layout as terms
from neoequity.statements.triggers.layout import LAYOUT_TRIGGERS


class Layout(PostedRecord):
    """One version of a sender's layout, as another person approved it; the newest is in force.

    `content` is the layout as `terms.layout.to_json` writes it, its name included.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="layouts")
    name = models.CharField(max_length=terms.MOST_OF_A_NAME)
    version = models.PositiveIntegerField()
    content = models.TextField("layout")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")

    class Meta(PostedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "name", "version"], name="a_layout_has_each_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(version__gte=1), name="a_layout_has_a_name_and_a_version"
            ),
        ]
        triggers = LAYOUT_TRIGGERS

    def __str__(self) -> str:
        return f"Layout {self.name}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("statements:layout", args=[self.pk])

    @property
    def terms(self) -> terms.Layout:
        """The layout as files are read by it."""
        return terms.from_json(self.content)

    @property
    def format_in_words(self) -> str:
        """The format of the files: Excel workbook."""
        return terms.FORMATS[self.terms.format]
