"""What all records of a company have: their day, the document and page that prove them."""

from django.db import models

from neoequity.books.issuers import Issuer
from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord


class CompanyRecord(PostedRecord):
    """A dated fact with its source; a correction is a later record that `replaces` it."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    day = models.DateField("as of")
    document = models.CharField(max_length=120, blank=True)
    page = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The record that this one corrects, which no longer counts.",
    )

    class Meta(PostedRecord.Meta):
        abstract = True
        ordering = ["-day", "-pk"]


class ApprovedRecord(CompanyRecord):
    """A record that changes what may be sold: one person asks for it, another approves it."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")

    class Meta(CompanyRecord.Meta):
        abstract = True
