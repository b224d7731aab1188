"""The warrants' records in the chain, and the fields that their seals cover."""

from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns

ENTRY = Sealed(
    kind="warrant entry",
    table="warrants_entry",
    columns=sealed_columns(
        "id warrant_id number kind on holder_from_id holder_to_id shares exercise_price "
        "market_price shares_issued cash call_id reverses_id reason approval_id recorded_at "
        "recorded_by_id",
        on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN warrants_warrant w ON w.id = e.warrant_id",
    issuer="w.issuer_id",
    order="e.warrant_id, e.number",
    name="'Entry ' || e.number || ' of warrant ' || w.number",
    day="e.on",
)
