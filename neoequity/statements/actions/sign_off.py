"""Sign off the reconciliation of a month: what stands is read under the locks, and kept."""

from collections.abc import Callable
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.chain.locking import lock_head
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.periods.rules import Period
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.statements.models import SignOff
from neoequity.statements.terms.signed_text import digest_of, to_text
from neoequity.statements.terms.signing import Prepared, reasons_against_signing
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement

#: How a side of an agreement stands in a month; called under the lock, so that it still holds when
#: the sign-off is kept.
Prepare = Callable[[Agreement, str, Period], Prepared]


@action(needs="statements.add_signoff", told="Signed off a reconciliation")
def sign_off(
    agreement: Agreement,
    *,
    side: str,
    period: Period,
    prepare: Prepare,
    shown: str,
    note: str,
    by: User,
    today: date,
) -> SignOff:
    """Keep a side of the agreement in a month as it stands, with both balances and every row.

    `shown` is the digest of what the Controller had before them. Raises Refused where it has
    changed since, while something is open that nothing explains, and before the month is over.
    """
    lock_agreements([agreement.pk])
    head = lock_head(agreement.issuer_id)  # from here on nothing of the issuer is recorded
    prepared = prepare(agreement, side, period)
    text = to_text(prepared)
    digest = digest_of(text)
    refuse_if_any(
        [
            *reasons_against_signing(prepared, note=note, today=today),
            *reasons_against_days(agreement.issuer_id, [today]),
            *([] if digest == shown else [_CHANGED]),
        ]
    )
    found = prepared.reconciliation
    signed = SignOff.objects.create(
        agreement=agreement,
        side=side,
        first_day=period.starts_on,
        last_day=period.ends_on,
        signed_on=today,
        ours_amount=found.total_ours.amount,
        ours_shares=found.total_ours.shares,
        theirs_amount=found.total_theirs.amount,
        theirs_shares=found.total_theirs.shares,
        chain_length=head.length,
        chain_digest=head.digest,
        statement=text,
        digest=digest,
        note=note.strip(),
        recorded_by=by,
    )
    signed.refresh_from_db(fields=["recorded_at"])
    return signed


_CHANGED = Reason(
    "The reconciliation changed since this page was opened: look at it as it is now, then sign it "
    "off."
)
