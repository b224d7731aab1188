"""The head of each issuer's chain, to be printed beside every figure: it covers all entries."""

from neoequity.books.models import ChainHead


def chain_heads() -> list[ChainHead]:
    """The heads as they stand, with their issuers, in the order of the issuers."""
    return list(ChainHead.objects.select_related("issuer").order_by("issuer"))


def heads_in_a_line() -> str:
    """Issuer, number of entries and digest of every head; an issuer after a comma."""
    return ", ".join(f"{head.issuer.slug} {head.length} {head.digest}" for head in chain_heads())
