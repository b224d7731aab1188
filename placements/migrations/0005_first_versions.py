"""Agreements on the books get the first version of their terms, known since they were entered."""

from django.db import migrations

TERMS = (
    "capacity, methods, settlement_days, termination_from, largest_commission, expense_cap, "
    "expense_refundable, advisory_share, compensation_limit_rate, lock_up_days_before, "
    "lock_up_days_after, warrant_coverage_rate, warrant_strike_rate, warrant_limit_rate, "
    "warrant_pooled, warrant_due_days, warrant_life_years, warrant_cashless_years, "
    "warrant_transfer_years, warrant_nasd_transfer_years, warrant_registration_years, "
    "warrant_last_day_included, offering_effective_on, warrant_demand_limit"
)

# The triggers, which write it for later agreements, would refuse one sent by hand. They can be
# switched on again only when the foreign keys of the new rows are checked.
FIRST_VERSIONS = f"""
    ALTER TABLE placements_termversion DISABLE TRIGGER USER;
    INSERT INTO placements_termversion (agreement_id, number, kind, effective_on, document, page,
                                        reason, recorded_at, {TERMS})
    SELECT id, 1, 'original', signed_on, '', '', '', COALESCE(
               (SELECT MIN(pgh_created_at) FROM placements_agreementevent WHERE pgh_obj_id = a.id),
               STATEMENT_TIMESTAMP()), {TERMS}
    FROM placements_agreement a;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE placements_termversion ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0004_earlier_sales_are_sealed")]
    operations = [migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop)]
