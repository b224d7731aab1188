"""What the database keeps of access reviews."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns

ACCESS_REVIEW = Sealed(
    kind="accessreview",
    table="company_accessreview",
    columns=sealed_columns(
        "id recorded_at recorded_by_id issuer_id reviewed_on known_at signed_on statement digest "
        "note",
        reviewed_on=DAY,
        signed_on=DAY,
        known_at=MOMENT,
        recorded_at=MOMENT,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Access review ' || e.id",
    day="e.signed_on",
)

OF_ITS_OWN_DAY = refuse_where(
    """
    SELECT 1 FROM posted e
    WHERE (e.known_at AT TIME ZONE 'America/New_York')::date <> e.reviewed_on
       OR e.known_at > STATEMENT_TIMESTAMP()
    """,
    "An access review states the rights of its own day, and of none in the future.",
)

AS_STATED = refuse_where(
    """
    SELECT 1 FROM posted e
    WHERE e.digest <> encode(sha256(convert_to(e.statement, 'UTF8')), 'hex')
    """,
    "The digest of an access review is that of its statement.",
)

ACCESS_REVIEW_TRIGGERS = posted_once(
    ACCESS_REVIEW,
    dated="signed_on",
    plural="access reviews",
    OF_ITS_OWN_DAY=OF_ITS_OWN_DAY,
    AS_STATED=AS_STATED,
)
