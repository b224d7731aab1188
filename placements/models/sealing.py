"""SQL that seals posted entries: each in the chain of its issuer, over the digest before it."""

from collections.abc import Mapping
from typing import NamedTuple

from neoequity.books.triggers import refuse_where

# A column of the row `e` as text; docs/chain.md tells these forms to whoever counts again.
AS_IT_IS = 'e."{}"::text'
DAY = "to_char(e.\"{}\", 'YYYY-MM-DD')"
MOMENT = 'to_char(e."{}" AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'


def says(columns: str, **forms: str) -> dict[str, str]:
    """These columns in this order, each as it is but for those that are given another form."""
    return {column: forms.get(column, AS_IT_IS) for column in columns.split()}


class Sealed(NamedTuple):
    """A kind of entry: the rows `e` of a table, and by the joins to it the issuer in `issuer`.

    `columns` are what its seal covers. A column that comes later is sealed as a further kind, or
    the seals of the past no longer fit. `order` is that of recording, `name` the entry's in words,
    `where` says which of the rows are entries, `day` the first that one concerns, NULL where that
    may be any.
    """

    kind: str
    table: str
    columns: Mapping[str, str]
    joins: str
    issuer: str
    order: str
    name: str
    where: str = "true"
    day: str = "NULL::date"

    @property
    def payload(self) -> str:
        """What the digest is taken over, as SQL on the row `e`: a JSON array of texts and nulls."""
        texts = ", ".join(form.format(column) for column, form in self.columns.items())
        return f"json_build_array('{self.kind}', {texts})::text"

    @property
    def issuers(self) -> str:
        """The issuers of the rows just posted."""
        return self.issuers_of("posted")

    def issuers_of(self, rows: str) -> str:
        """The issuers of these rows."""
        return f"SELECT {self.issuer} FROM {rows} e {self.joins}"


SALE = Sealed(
    kind="sale",
    table="placements_sale",
    columns=says(
        "id agreement_id placement_id number trade_date settlement_date settlement_reason method "
        "shares price price_decimals gross commission deductions net agent_reference reverses_id "
        "adjusts_id concerns reason remark recorded_at recorded_by_id",
        trade_date=DAY,
        settlement_date=DAY,
        concerns=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.agreement_id, e.number",
    name="CASE WHEN e.adjusts_id IS NOT NULL THEN 'Adjustment ' "
    "WHEN e.reverses_id IS NOT NULL THEN 'Reversal ' ELSE 'Sale ' END || e.number "
    "|| ' of the ' || a.name",
    day="e.trade_date",
)

DELIVERY = Sealed(
    kind="delivery",
    table="placements_delivery",
    columns=says(
        "id sale_id delivered_on remark recorded_at recorded_by_id",
        delivered_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_sale s ON s.id = e.sale_id "
    "JOIN placements_agreement a ON a.id = s.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="CASE WHEN s.adjusts_id IS NULL THEN 'The delivery of sale ' "
    "ELSE 'The payment of adjustment ' END || s.number || ' of the ' || a.name",
    day="e.delivered_on",
)

# The totals of a closing, agreement by agreement: its key and the figures, spaces between them.
_TOTALS = """(
    SELECT string_agg(concat_ws(' ', t.agreement_id, t.gross, t.shares, t.commission, t.net,
               t.settled, t.capacity, t.gross_to_date, t.shares_to_date, t.commission_to_date,
               t.net_to_date, t.settled_to_date, t.deductions, t.deductions_to_date),
               '; ' ORDER BY t.agreement_id)
    FROM placements_closingtotal t WHERE t.closing_id = e.id)"""

CLOSING = Sealed(
    kind="closing",
    table="placements_closing",
    columns=says(
        "id issuer_id number label starts_on ends_on closed_on checklist head_position "
        "head_digest recorded_at recorded_by_id totals",
        starts_on=DAY,
        ends_on=DAY,
        closed_on=DAY,
        recorded_at=MOMENT,
        totals=_TOTALS,
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Closing ' || e.number || ' (' || e.label || ')'",
)

REOPENING = Sealed(
    kind="reopening",
    table="placements_reopening",
    columns=says(
        "id closing_id approval_id reason reopened_on asked_by_id recorded_at recorded_by_id",
        reopened_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_closing c ON c.id = e.closing_id",
    issuer="c.issuer_id",
    order="e.id",
    name="'The reopening of closing ' || c.number || ' (' || c.label || ')'",
)

# The fee tiers that came with a version, as PostgreSQL writes JSON; null where they stayed.
_FEE_TIERS = """(
    SELECT json_agg(json_build_array(t.above::text, t.rate::text, t.page) ORDER BY t.above)::text
    FROM placements_feetier t WHERE t.agreement_id = e.agreement_id AND t.version = e.number)"""

TERMS = Sealed(
    kind="terms",
    table="placements_termversion",
    columns=says(
        "id agreement_id number kind effective_on document page reason approval_id recorded_at "
        "recorded_by_id name agent shelf_id signed_on capacity methods settlement_days "
        "termination_from largest_commission expense_cap expense_refundable advisory_share "
        "compensation_limit_rate lock_up_days_before lock_up_days_after warrant_coverage_rate "
        "warrant_strike_rate warrant_limit_rate warrant_pooled warrant_due_days "
        "warrant_life_years warrant_cashless_years warrant_transfer_years "
        "warrant_nasd_transfer_years warrant_registration_years warrant_last_day_included "
        "offering_effective_on warrant_demand_limit fee_tiers",
        effective_on=DAY,
        recorded_at=MOMENT,
        signed_on=DAY,
        termination_from=DAY,
        offering_effective_on=DAY,
        fee_tiers=_FEE_TIERS,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.agreement_id, e.number",
    name="'Version ' || e.number || ' of the terms of the ' || a.name",
    # The original terms are written over until the first placement is drafted.
    where="(e.number > 1 OR EXISTS (SELECT 1 FROM placements_placement p "
    "WHERE p.agreement_id = e.agreement_id))",
)

#: What the chain holds of this app; the warrants add their own.
SEALED = (SALE, DELIVERY, CLOSING, REOPENING, TERMS)

#: What the chain of an issuer that has no entry yet starts from.
ORIGIN = "'NeoEquity chain of ' || slug"

BEGIN_CHAINS = f"""
    INSERT INTO placements_chainhead (issuer_id, origin, length, digest)
    SELECT id, {ORIGIN}, 0, encode(sha256(convert_to({ORIGIN}, 'UTF8')), 'hex') FROM posted;
"""

# A chain that holds an entry stays, and with it, by its foreign key, the issuer.
END_EMPTY_CHAIN = """
    DELETE FROM placements_chainhead WHERE issuer_id = OLD.id AND length = 0;
    RETURN OLD;
"""


def lock_heads(issuers: str) -> str:
    """SQL that waits for whoever is sealing in these issuers' chains: always the last lock taken.

    Whoever holds a head takes no other lock; so those who wait for one never wait in a circle.
    """
    return (
        f"PERFORM 1 FROM placements_chainhead WHERE issuer_id IN ({issuers}) "
        "ORDER BY issuer_id FOR NO KEY UPDATE;"
    )


def seal(entries: Sealed, rows: str = "posted") -> str:
    """SQL that seals these rows (default: just posted) one by one, once the heads are locked."""
    return (
        refuse_where(
            f"""
            SELECT 1 FROM ({entries.issuers_of(rows)}) AS posting (issuer)
            WHERE NOT EXISTS (SELECT 1 FROM placements_chainhead WHERE issuer_id = posting.issuer)
            """,
            "What is posted is sealed in the chain of its issuer, and the chain is not there.",
        )
        + f"""
    DECLARE
        head placements_chainhead%ROWTYPE;
        entry RECORD;
        entries BIGINT[];
        digests TEXT[];
        circumstances UUID := _pgh_attach_context();
    BEGIN
        FOR head IN SELECT * FROM placements_chainhead
                    WHERE issuer_id IN ({entries.issuers_of(rows)}) ORDER BY issuer_id LOOP
            entries := '{{}}';
            digests := '{{}}';
            FOR entry IN SELECT e.id, {entries.payload} AS payload
                         FROM {rows} e {entries.joins}
                         WHERE {entries.issuer} = head.issuer_id ORDER BY {entries.order} LOOP
                head.digest := encode(
                    sha256(convert_to(head.digest || entry.payload, 'UTF8')), 'hex');
                entries := array_append(entries, entry.id);
                digests := array_append(digests, head.digest::text);
            END LOOP;

            INSERT INTO placements_seal
                (head_id, position, kind, entry, digest, circumstances)
            SELECT head.id, head.length + s.place, '{entries.kind}', s.entry, s.digest,
                   circumstances
            FROM unnest(entries, digests) WITH ORDINALITY AS s (entry, digest, place);

            UPDATE placements_chainhead
            SET length = head.length + cardinality(entries), digest = head.digest
            WHERE id = head.id;
        END LOOP;
    END;
    """
    )


#: Of the versions just posted those that change the terms of an agreement in use.
LATER_TERMS = "(SELECT * FROM posted WHERE number > 1)"

# On the first draft under an agreement; whoever drafts holds the agreements and the heads.
SEAL_ORIGINAL_TERMS = seal(
    TERMS,
    f"""(
        SELECT * FROM placements_termversion v
        WHERE v.number = 1 AND v.agreement_id IN (SELECT agreement_id FROM posted)
          AND NOT EXISTS (SELECT 1 FROM placements_seal s
                          WHERE s.kind = '{TERMS.kind}' AND s.entry = v.id))""",
)
