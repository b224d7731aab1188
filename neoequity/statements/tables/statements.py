"""The tables of statements and of their lines."""

from neoequity.books.money import exact_dollars
from neoequity.books.pages.columns import CellColumn, Column, DayColumn, SharesColumn, TotalledTable
from neoequity.statements.terms.line import as_stated


class StatedColumn(Column):
    """$1,234.56, with all decimals where cents would hide some."""

    look = staticmethod(as_stated)
    classes = ("num",)


class StatedPriceColumn(Column):
    """$4.0254."""

    look = staticmethod(exact_dollars)
    classes = ("num",)


class StatementTable(TotalledTable):
    """Statements with their senders."""

    statement = CellColumn("books/record_link.html", verbose_name="Statement", sort="pk")
    sender = Column("sender__name", verbose_name="Sender")
    side = Column("sender__side", verbose_name="Side", width="lg", orderable=False)
    account = Column("account", verbose_name="Account", width="lg", default="not named")
    first_day = DayColumn("first_day", verbose_name="From", default="no day")
    last_day = DayColumn("last_day", verbose_name="To", default="no day")
    line_count = SharesColumn("line_count", verbose_name="New lines")
    same_count = SharesColumn("same_count", verbose_name="Booked already", width="lg")
    received_on = DayColumn("received_on", verbose_name="Received")

    class Meta:
        order_by = ("-statement",)
        attrs = {"class": "table stack"}
        empty_text = "No statements."


class LineTable(TotalledTable):
    """Lines of statements; those of one statement leave out its sender."""

    number = CellColumn("statements/parts/line_link.html", verbose_name="Line", sort="pk")
    sender = Column("sender__name", verbose_name="Sender")
    day = DayColumn("day", verbose_name="Date")
    kind = Column("kind", verbose_name="Kind")
    reference = Column("reference", verbose_name="Reference", default="")
    text = Column("text", verbose_name="Description", width="xxl", default="")
    shares = SharesColumn("shares", default="")
    price = StatedPriceColumn("price", verbose_name="Price", width="lg", default="")
    gross = StatedColumn("gross", width="lg", default="")
    commission = StatedColumn("commission", width="xl", default="")
    fees = StatedColumn("fees", width="xxl", default="")
    net = StatedColumn("net", default="")
    amount = StatedColumn("amount", default="")
    settles_on = DayColumn("settles_on", verbose_name="Settles", width="xl", default="")

    class Meta:
        order_by = ("number",)
        attrs = {"class": "table stack"}
        empty_text = "No lines."
