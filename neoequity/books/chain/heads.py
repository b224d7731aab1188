"""The head of each issuer's chain, printed beside figures because it covers all entries."""

from neoequity.books.models import ChainHead


def chain_heads() -> list[ChainHead]:
    """The current heads with their issuers, in the order of the issuers."""
    return list(ChainHead.objects.select_related("issuer").order_by("issuer"))


def heads_in_a_line() -> str:
    """Issuer, number of entries and digest of every head, separated by commas."""
    return ", ".join(f"{head.issuer.slug} {head.length} {head.digest}" for head in chain_heads())
