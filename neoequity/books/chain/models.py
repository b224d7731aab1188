"""Each issuer's chain: a seal over every posted entry, and a head that covers them all."""

from django.db import models

from neoequity.books.issuers import Issuer
from neoequity.books.triggers.chain_head import CHAIN_HEAD_TRIGGERS
from neoequity.books.triggers.seal import SEAL_TRIGGERS


class ChainHead(models.Model):
    """The number of an issuer's sealed entries, and the last digest, which covers them all.

    `origin` is the text whose SHA-256 is the digest before the first entry.
    """

    # A trigger deletes an empty chain with its issuer; an entry in the chain protects the issuer.
    issuer = models.OneToOneField(Issuer, models.DO_NOTHING, related_name="chain_head")
    origin = models.CharField(max_length=100)
    length = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["issuer"]
        triggers = CHAIN_HEAD_TRIGGERS

    def __str__(self) -> str:
        return f"position {self.length}, {self.digest}"

    @property
    def short(self) -> str:
        """The first digits of the digest, enough to compare two pages by eye."""
        return self.digest[:12]


class Seal(models.Model):
    """SHA-256 over the digest before it and the fields of one entry, in 64 hexadecimal digits.

    `entry` is the id of a row in the table that `kind` stands for. The digest does not cover
    `context_id`, the history's context of the recording.
    """

    # The unique constraint serves as its index.
    head = models.ForeignKey(ChainHead, models.PROTECT, related_name="seals", db_index=False)
    position = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    entry = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    # The key of one of pghistory's contexts, which are not ours to constrain. NULL for a statement
    # from outside the product; entries older than these contexts have a key without a context.
    context_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["head", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["head", "position"], name="a_position_of_a_chain_is_sealed_once"
            ),
            models.UniqueConstraint(fields=["kind", "entry"], name="an_entry_is_sealed_once"),
        ]
        triggers = SEAL_TRIGGERS

    def __str__(self) -> str:
        return f"Seal {self.position}"
