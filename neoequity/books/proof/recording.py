"""Proofs on record: keeping one that found no difference, and finding the last ones."""

from django.db.models import Max, Q
from django.db.models.functions import Extract, Now

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import LedgerProof
from neoequity.books.proof.reached import Reached


@action(needs="books.read_books", told="Recorded a proof of the books")
def record_proof(
    reached: Reached, sentence: str, *, continues: LedgerProof | None = None, by: User
) -> LedgerProof:
    """Keep that a proof found no difference up to what it `reached`, with its verdict.

    It is a full one unless it `continues` another. The database refuses heads that do not stand.
    """
    return LedgerProof.objects.create(
        continues=continues,
        heads=[{"issuer": issuer, **link._asdict()} for issuer, link in reached.chains.items()],
        log_position=reached.log.position,
        log_digest=reached.log.digest,
        sentence=sentence,
        recorded_by=by,
    )


def last_full_proof() -> LedgerProof | None:
    """The last full proof on record, from which the next ones can continue."""
    return LedgerProof.objects.select_related("recorded_by").filter(continues=None).first()


def seconds_since_proofs() -> dict[str, int]:
    """For how long the last full proof and the last of any kind have been on record, if any."""
    now = Extract(Now() - Max("recorded_at"), "epoch")
    full = Extract(Now() - Max("recorded_at", filter=Q(continues=None)), "epoch")
    ages = LedgerProof.objects.order_by().aggregate(full=full, any=now)
    return {kind: int(seconds) for kind, seconds in ages.items() if seconds is not None}
