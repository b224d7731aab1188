"""What the database keeps of sign-offs: a month that is over, with nothing unexplained."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, lock_heads, sealed_columns
from placements.triggers.locking import lock_agreements

SIGN_OFF = Sealed(
    kind="signoff",
    table="statements_signoff",
    columns=sealed_columns(
        "id recorded_at recorded_by_id agreement_id side first_day last_day signed_on ours_amount "
        "ours_shares theirs_amount theirs_shares chain_length chain_digest statement digest note",
        first_day=DAY,
        last_day=DAY,
        signed_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="'Sign-off ' || e.id || ' of the ' || a.name",
    day="e.first_day",
)

# Those of `statements.terms.reconciliation.Status` that are not in its OPEN.
_MATCHED, _ACCEPTED = "matched", "accepted difference"

A_MONTH_THAT_IS_OVER = refuse_where(
    """
    SELECT 1 FROM posted
    WHERE first_day <> date_trunc('month', first_day)
       OR last_day <> date_trunc('month', first_day) + INTERVAL '1 month - 1 day'
       OR signed_on <= last_day
    """,
    "A reconciliation is signed off for a month that is over.",
)

AS_STATED = refuse_where(
    """
    SELECT 1 FROM posted e
    WHERE e.digest <> encode(sha256(convert_to(e.statement, 'UTF8')), 'hex')
    """,
    "The digest of a sign-off is that of its statement.",
)


def _sum(side: str, place: int) -> str:
    """SQL for a total of the statement's rows: of dollars (0) or of shares (1)."""
    return f"""(
        SELECT COALESCE(SUM((r -> '{side}' ->> {place})::numeric), 0)
        FROM jsonb_array_elements(e.statement::jsonb -> 'rows') r)"""


BALANCES_ARE_THOSE_OF_ITS_ROWS = refuse_where(
    f"""
    SELECT 1 FROM posted e JOIN placements_agreement a ON a.id = e.agreement_id
    WHERE (e.statement::jsonb ->> 'agreement', e.statement::jsonb ->> 'side',
           e.statement::jsonb ->> 'since', e.statement::jsonb ->> 'until')
          IS DISTINCT FROM (a.slug::text, e.side::text, e.first_day::text, e.last_day::text)
       OR jsonb_typeof(e.statement::jsonb -> 'unassigned') IS DISTINCT FROM 'array'
       OR e.ours_amount <> {_sum("ours", 0)}
       OR e.ours_shares <> {_sum("ours", 1)}
       OR e.theirs_amount <> {_sum("theirs", 0)}
       OR e.theirs_shares <> {_sum("theirs", 1)}
    """,
    "A sign-off states the rows of its agreement, side and month, and both balances as they add "
    "up to.",
)

# `statements.terms.signing.reasons_against_signing` says the same.
WHAT_IS_OPEN_IS_EXPLAINED = refuse_where(
    rf"""
    SELECT 1 FROM posted e, jsonb_array_elements(
        (e.statement::jsonb -> 'rows') || (e.statement::jsonb -> 'unassigned')) r
    WHERE r ->> 'status' IS DISTINCT FROM '{_ACCEPTED}'
      AND (r ->> 'status' IS DISTINCT FROM '{_MATCHED}' OR r -> 'ours' <> r -> 'theirs')
      AND COALESCE(r ->> 'explained', '') !~ '[^[:space:]]'
    """,
    "What is open when a reconciliation is signed off has somebody who follows it up, a due day "
    "and a note.",
)

A_COUNT_THAT_DIFFERS_HAS_A_NOTE = refuse_where(
    """
    SELECT 1 FROM posted e
    WHERE e.statement::jsonb #> '{share_count,ours}'
          <> e.statement::jsonb #> '{share_count,theirs}'
      AND e.note !~ '[^[:space:]]'
    """,
    "A sign-off says in its note why the share counts differ.",
)

# Earlier than for other records, because AT_THE_HEAD reads the head.
LOCK_HEADS_FIRST = lock_heads(SIGN_OFF.issuers)

# So that whatever was recorded later can be told from what it covers.
AT_THE_HEAD = refuse_where(
    """
    SELECT 1 FROM posted e JOIN placements_agreement a ON a.id = e.agreement_id
    LEFT JOIN books_chainhead h ON h.issuer_id = a.issuer_id
        AND h.length = e.chain_length AND h.digest = e.chain_digest
    WHERE h.id IS NULL
    """,
    "A sign-off names the head of the chain on which it rests.",
)

SIGN_OFF_TRIGGERS = posted_once(
    SIGN_OFF,
    dated="signed_on",
    plural="signed reconciliations",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    LOCK_HEADS_FIRST=LOCK_HEADS_FIRST,
    A_MONTH_THAT_IS_OVER=A_MONTH_THAT_IS_OVER,
    AS_STATED=AS_STATED,
    BALANCES_ARE_THOSE_OF_ITS_ROWS=BALANCES_ARE_THOSE_OF_ITS_ROWS,
    WHAT_IS_OPEN_IS_EXPLAINED=WHAT_IS_OPEN_IS_EXPLAINED,
    A_COUNT_THAT_DIFFERS_HAS_A_NOTE=A_COUNT_THAT_DIFFERS_HAS_A_NOTE,
    AT_THE_HEAD=AT_THE_HEAD,
)
