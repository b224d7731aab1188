"""The company whose books these are; its chain begins and ends with it."""

import pghistory
import pgtrigger
from django.db import models

from neoequity.books.chain.sealing import BEGIN_CHAINS, END_EMPTY_CHAIN
from neoequity.books.history.tracking import every_change, kept, watched
from neoequity.books.triggers import after_insert, rule


@pghistory.track(*every_change(), **kept())
class Issuer(models.Model):
    """The company whose shares are sold."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    ticker = models.CharField(max_length=12)
    market = models.CharField(max_length=80)
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        permissions = [("read_books", "Can read the books and export them")]
        triggers = [
            watched(),
            after_insert("an_issuer_begins_a_chain", BEGIN_CHAINS),
            rule(
                "an_empty_chain_ends_with_its_issuer",
                pgtrigger.Delete,
                END_EMPTY_CHAIN,
                when=pgtrigger.Before,
            ),
        ]

    def __str__(self) -> str:
        return self.name
