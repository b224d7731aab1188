"""What the database keeps of the checks before a proposal."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns

CHECK = Sealed(
    kind="proposalcheck",
    table="company_proposalcheck",
    columns=sealed_columns(
        "id recorded_at recorded_by_id issuer_id placement_id day shares price verdict checks "
        "accepted",
        day=DAY,
        recorded_at=MOMENT,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Check before a proposal ' || e.id",
    day="e.day",
)

OF_THE_ISSUER = refuse_where(
    """
    SELECT 1 FROM posted e
    JOIN placements_placement p ON p.id = e.placement_id
    JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE a.issuer_id <> e.issuer_id
    """,
    "A check before a proposal concerns a placement of its own company.",
)

CHECK_TRIGGERS = posted_once(
    CHECK, dated="day", plural="checks before proposals", OF_THE_ISSUER=OF_THE_ISSUER
)
