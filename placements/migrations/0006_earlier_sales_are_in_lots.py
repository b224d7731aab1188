"""Sales on the books are counted in lots, as their deliveries and reversals left them."""

from django.db import migrations

# The triggers, which count later sales, would refuse rows sent by hand. They can be switched on
# again only when the foreign keys of the new rows are checked.
EARLIER_LOTS = """
    ALTER TABLE placements_lot DISABLE TRIGGER USER;
    INSERT INTO placements_lot (agreement_id, placement_id, method, trade_date, settlement_date,
                                delivered_on, reversed_on, sales, shares, gross, commission, net)
    SELECT s.agreement_id, s.placement_id, s.method, s.trade_date, s.settlement_date,
           v.delivered_on, r.trade_date, COUNT(*), SUM(s.shares), SUM(s.gross), SUM(s.commission),
           SUM(s.net)
    FROM placements_sale s
    LEFT JOIN placements_delivery v ON v.sale_id = s.id
    LEFT JOIN placements_sale r ON r.reverses_id = s.id
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE placements_lot ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_first_versions")]
    operations = [migrations.RunSQL(EARLIER_LOTS, migrations.RunSQL.noop)]
