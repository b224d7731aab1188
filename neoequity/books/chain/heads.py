"""The heads of the chains and of the change log, printed because each covers all before it."""

from neoequity.books.models import ChainHead, ChangeLog
from neoequity.books.seen import seen


def chain_heads() -> list[ChainHead]:
    """The current heads with their issuers, in the order of the issuers."""
    return list(ChainHead.objects.select_related("issuer").order_by("issuer"))


def log_head() -> ChangeLog | None:
    """The current head of the change log; None before the first change."""
    return ChangeLog.objects.first()


def heads_for_headers(issuer: str | None = None) -> dict[str, str]:
    """HTTP headers for a download: what `X-Chain-Head` and `X-Log-Head` were when it was written.

    The first has issuer, number of entries and digest, separated by commas; the second number of
    changes and digest. For whoever sees one issuer's books alone, only that chain.
    """
    told = {head.issuer.slug: f"{head.length} {head.digest}" for head in chain_heads()}
    if issuer is not None:
        return {"X-Chain-Head": f"{issuer} {told[issuer]}"}
    chains = (f"{slug} {head}" for slug, head in told.items())
    log = log_head() if seen() is None else None  # it counts the changes of all
    changes = {"X-Log-Head": f"{log.length} {log.digest}"} if log else {}
    return {"X-Chain-Head": ", ".join(chains), **changes}
