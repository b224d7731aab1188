"""Documents attached to the records of the placements that they prove."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.documents.models import Attached
from placements.models.agreement import Agreement
from placements.models.placement import Placement
from placements.models.sale import Delivery, Sale
from placements.terms.document import DOCUMENT_KINDS, PROVES
from placements.triggers.attachment import ATTACHMENT_TRIGGERS


def _one_record_of_its_kind() -> Q:
    proofs = (
        Q(kind__in=kinds, **{f"{other}__isnull": other != record for other in PROVES})
        for record, kinds in PROVES.items()
    )
    return reduce(or_, proofs)


class Attachment(Attached):
    """A document attached to the one record that it proves."""

    kind = models.CharField(max_length=20, choices=list(DOCUMENT_KINDS.items()))
    # Indexed by the unique constraints below.
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    sale = models.ForeignKey(
        Sale, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )

    class Meta(Attached.Meta):
        constraints = [
            *Attached.Meta.constraints,
            models.CheckConstraint(
                condition=_one_record_of_its_kind(),
                name="an_attachment_proves_one_record_of_its_kind",
            ),
            *(
                models.UniqueConstraint(
                    fields=[record, "document"], name=f"the_{record}_has_the_same_document_once"
                )
                for record in PROVES
            ),
        ]
        triggers = ATTACHMENT_TRIGGERS

    def get_absolute_url(self) -> str:
        return reverse("placements:attachment", args=[self.pk])
