"""The page of each term of an agreement."""

import pghistory
from django.db import models

from neoequity.books.history.tracking import event_options, every_change
from placements.models.agreement import Agreement, term_in_words
from placements.triggers.term_citation import TERM_PAGE_TRIGGERS


@pghistory.track(*every_change(), **event_options())
class TermCitation(models.Model):
    """The page of the document that states a term of an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="term_citations")
    term = models.CharField(max_length=60)
    page = models.CharField(max_length=80)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["agreement", "term"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "term"], name="a_term_has_one_page")
        ]
        triggers = TERM_PAGE_TRIGGERS

    def __str__(self) -> str:
        return f"{term_in_words(self.term)}: {self.page}"
