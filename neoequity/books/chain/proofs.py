"""Proofs of the books that succeeded, each with the heads of the chains that it reached."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.books.days import written
from neoequity.books.history.tracking import PathKept
from neoequity.books.triggers.ledger_proof import LEDGER_PROOF_TRIGGERS


class LedgerProof(PathKept):
    """A proof without differences: of all the books, or of what came after the one it `continues`.

    `heads` names each issuer's chain with its last position and digest, `log_position` and
    `log_digest` the change log's; `sentence` is the verdict as it was printed. A record says that a
    proof was made; it proves nothing by itself.
    """

    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued"
    )
    heads = models.JSONField()
    log_position = models.PositiveBigIntegerField()
    log_digest = models.CharField(max_length=64)
    sentence = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(PathKept.Meta):
        abstract = False
        verbose_name = "proof of the books"
        verbose_name_plural = "proofs of the books"
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(log_digest__regex=r"^[0-9a-f]{64}$"),
                name="a_proof_has_the_digest_of_the_change_log",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="a_proof_has_its_verdict"),
        ]
        triggers = LEDGER_PROOF_TRIGGERS

    def __str__(self) -> str:
        kind = "Full proof" if self.continues_id is None else "Continued proof"
        return f"{kind} of {written(self.recorded_at.date())}"

    @property
    def is_full(self) -> bool:
        """Whether it covers the books from their origin."""
        return self.continues_id is None
