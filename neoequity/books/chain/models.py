"""The chain of each issuer: a seal over every posted entry, and the head for them all."""

from django.db import models

from neoequity.books.issuers import Issuer
from neoequity.books.triggers.chain_head import CHAIN_HEAD_TRIGGERS
from neoequity.books.triggers.seal import SEAL_TRIGGERS


class ChainHead(models.Model):
    """How many entries of the issuer are sealed, and the digest of the last: it covers them all.

    `origin` is the text whose SHA-256 is the digest before the first entry.
    """

    # The database keeps an issuer whose chain holds an entry, and ends an empty chain with it.
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
        """The first digits of the digest: enough to compare two pages by eye."""
        return self.digest[:12]


class Seal(models.Model):
    """SHA-256 over the digest before it and the fields of one entry, in 64 hexadecimal digits.

    `entry` is the key of a row of the table that `kind` names; which ones, the apps say. The digest
    does not cover the `circumstances` of the recording, which the history tells.
    """

    # The unique constraint serves as its index.
    head = models.ForeignKey(ChainHead, models.PROTECT, related_name="seals", db_index=False)
    position = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    entry = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    # The key of a context of the history, whose rows are not ours to constrain. Null for a
    # statement from outside the product; a key without a row for what is older.
    circumstances = models.UUIDField(null=True)

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
