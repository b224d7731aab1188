"""The last lock of an act that must not meet another entry of the issuer."""

from neoequity.books.models import ChainHead


def lock_head(issuer_id: int) -> ChainHead:
    """The head of the issuer's chain: nothing is posted for the issuer until the transaction ends.

    Taken after every other lock (agreement, issuer, warrant), so that nobody waits in a circle.
    """
    return ChainHead.objects.select_for_update(no_key=True).get(issuer=issuer_id)
