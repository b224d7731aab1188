"""The lock that keeps other entries of an issuer out; always taken last."""

from neoequity.books.models import ChainHead


def lock_head(issuer_id: int) -> ChainHead:
    """Lock the issuer's chain head: nothing else posts for the issuer until the transaction ends.

    Take it after every other lock (agreement, issuer, warrant), or transactions may deadlock.
    """
    return ChainHead.objects.select_for_update(no_key=True).get(issuer=issuer_id)
