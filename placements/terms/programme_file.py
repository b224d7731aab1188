"""Read a programme file (TOML): strictly, with a sentence for every fault."""

from collections.abc import Mapping

from neoequity.books import strict_table as strict
from neoequity.books.money import ZERO
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.strict_table import Read, StrictTable
from placements.terms.agent_notice import NOTICE_NEEDED
from placements.terms.agreement_code import A_CODE, is_code
from placements.terms.ending import TERMINATED_BY
from placements.terms.lifecycle import MOVES
from placements.terms.limits import LONGEST, bounds
from placements.terms.notice import METHODS, SaleNotice
from placements.terms.programme import (
    AgreementFacts,
    ExceptionalDayFacts,
    IssuerFacts,
    MoveFacts,
    PlacementFacts,
    Programme,
    SaleFacts,
    ShelfFacts,
    StatedTerm,
    TierFacts,
    contradictions,
)

_PAGE, _NAME, _REMARK = strict.text(80), strict.text(80), strict.text(300)


def _count(term: str) -> Read[int]:
    return strict.number(*bounds(term))


#: Every term of an agreement, and how its value is read; see LIMITS for how far.
TERMS: Mapping[str, Read[object] | None] = {
    "placement": None,  # how placements are agreed has a page but no value
    "agent": strict.text(LONGEST["agent"]),
    "shelf": strict.text(20),
    "signed_on": strict.day,
    "capacity": strict.any_money,
    "methods": strict.words(METHODS),
    "settlement_days": _count("settlement_days"),
    "termination_from": strict.day,
    "largest_commission": strict.any_money,
    "expense_cap": strict.any_money,
    "expense_refundable": strict.flag,
    "advisory_share": strict.any_money,
    "compensation_limit_rate": strict.any_rate,
    "lock_up_days_before": _count("lock_up_days_before"),
    "lock_up_days_after": _count("lock_up_days_after"),
    "warrant_coverage_rate": strict.any_rate,
    "warrant_strike_rate": strict.any_rate,
    "warrant_limit_rate": strict.any_rate,
    "warrant_pooled": strict.flag,
    "warrant_due_days": _count("warrant_due_days"),
    "warrant_life_years": _count("warrant_life_years"),
    "warrant_cashless_years": _count("warrant_cashless_years"),
    "warrant_transfer_years": _count("warrant_transfer_years"),
    "warrant_nasd_transfer_years": _count("warrant_nasd_transfer_years"),
    "warrant_registration_years": _count("warrant_registration_years"),
    "warrant_last_day_included": strict.flag,
    "offering_effective_on": strict.day,
    "warrant_demand_limit": _count("warrant_demand_limit"),
    "notice_needed": strict.one_of(NOTICE_NEEDED),
    "commission_maximum_rate": strict.any_rate,
    "second_fee_rate": strict.any_rate,
    "terminated_on": strict.day,
    "terminated_by": strict.one_of(TERMINATED_BY),
}
#: Terms that may have a page and a remark but no value, where the document is silent.
MAY_LACK_A_VALUE = ("warrant_demand_limit", "notice_needed")
#: Terms that are required for sales; a file may omit the others.
NEEDED = ("agent", "shelf", "signed_on", "capacity", "methods")


def read_programme(content: Mapping[str, object]) -> Programme:
    """The contents of a programme file.

    Raises Refused with a sentence for every unknown, missing or invalid key or, if there are none,
    for every contradiction in the file.
    """
    faults: list[Reason] = []
    top = StrictTable(content, "The file", faults)
    history = top.table("history", "The history", default={})
    programme = Programme(
        issuer=_issuer(top.table("issuer", "The issuer")),
        shelves=tuple(map(_shelf, top.tables("shelf", "Shelf"))),
        exceptional_days=tuple(
            map(_exceptional_day, top.tables("exceptional_day", "Exceptional day"))
        ),
        agreements=tuple(map(_agreement, top.tables("agreement", "Agreement"))),
        placements=tuple(map(_placement, history.tables("placement", "History, placement"))),
        sales=tuple(map(_sale, history.tables("sale", "History, sale"))),
    )
    history.close()
    top.close()
    refuse_if_any(faults)
    refuse_if_any(map(Reason, contradictions(programme)))
    return programme


def _issuer(table: StrictTable) -> IssuerFacts:
    issuer = IssuerFacts(
        slug=table.take("slug", strict.slug),
        name=table.take("name", strict.text(120)),
        ticker=table.take("ticker", strict.text(12)),
        market=table.take("market", _NAME),
        page=table.take("page", _PAGE, default=""),
    )
    table.close()
    return issuer


def _shelf(table: StrictTable) -> ShelfFacts:
    shelf = ShelfFacts(
        file_number=table.take("file_number", strict.text(20)),
        form=table.take("form", strict.text(20)),
        prospectus_date=table.take("prospectus_date", strict.day, default=None),
        page=table.take("page", _PAGE, default=""),
        effective_on=table.take("effective_on", strict.day, default=None),
        expires_on=table.take("expires_on", strict.day, default=None),
        amount=table.take("amount", strict.money, default=None),
        sold_before_gross=table.take("sold_before_gross", strict.money_from_zero, default=None),
        sold_before_shares=table.take("sold_before_shares", strict.shares, default=None),
        sold_before_warrants=table.take("sold_before_warrants", strict.shares, default=None),
        sold_before_warrant_price=table.take(
            "sold_before_warrant_price", strict.price, default=None
        ),
        sold_before_as_of=table.take("sold_before_as_of", strict.day, default=None),
        sold_before_page=table.take("sold_before_page", _PAGE, default=""),
    )
    table.close()
    return shelf


def _exceptional_day(table: StrictTable) -> ExceptionalDayFacts:
    day = ExceptionalDayFacts(
        day=table.take("day", strict.day),
        is_trading_day=table.take("is_trading_day", strict.flag),
        is_settlement_day=table.take("is_settlement_day", strict.flag),
        source=table.take("source", strict.text(200)),
        sales_stay=table.take("sales_stay", strict.text(300), default=""),
    )
    table.close()
    return day


def _agreement(table: StrictTable) -> AgreementFacts:
    slug = table.take("slug", strict.slug)
    if slug:
        table.where = f"Agreement “{slug}”"
    name = table.take("name", strict.text(LONGEST["name"]))
    code = table.take("code", _code, default="")
    stated = table.table("terms", f"{table.where}, terms,")
    terms = {
        term: _term(term, stated.table(term, f"{table.where}, term “{term}”,"), read)
        for term, read in TERMS.items()
        if term in NEEDED or stated.has(term)
    }
    stated.close()
    tiers = table.tables("fee_tier", f"{table.where}, fee tier")
    if not tiers and "commission_maximum_rate" not in terms:
        table.complain("has no fee tier.")
    table.close()
    return AgreementFacts(slug, name, terms, tuple(map(read_tier, tiers)), code)


def _code(content: object) -> str:
    if not isinstance(content, str) or not is_code(content):
        raise strict.MisreadError(f"must be {A_CODE}, in quotes")
    return content


def _term(name: str, table: StrictTable, read: Read[object] | None) -> StatedTerm:
    value = None
    if read is not None and (table.has("value") or name not in MAY_LACK_A_VALUE):
        value = table.take("value", read)
    term = StatedTerm(
        value=value,
        page=table.take("page", _PAGE),
        remark=table.take("remark", _REMARK, default=""),
    )
    table.close()
    return term


def read_tier(table: StrictTable) -> TierFacts:
    """A fee tier, of an agreement or of an amendment."""
    tier = TierFacts(
        above=table.take("above", strict.any_money),
        rate=table.take("rate", strict.any_rate),
        page=table.take("page", _PAGE, default=""),
    )
    table.close()
    return tier


def _placement(table: StrictTable) -> PlacementFacts:
    placement = PlacementFacts(
        agreement=table.take("agreement", strict.slug),
        number=table.take("number", strict.count(999_999_999, least=1)),
        shares_offered=table.take("shares_offered", strict.shares),
        minimum_price=table.take("minimum_price", strict.price, default=None),
        expected_price=table.take("expected_price", strict.price, default=None),
        remark=table.take("remark", _REMARK, default=""),
        moves=tuple(map(_move, table.tables("moves", f"{table.where}, move"))),
    )
    table.close()
    if not placement.moves:
        table.complain("has no moves; the first one is “propose”.")
    return placement


def _move(table: StrictTable) -> MoveFacts:
    move = MoveFacts(
        verb=table.take("verb", strict.one_of(MOVES)),
        on=table.take("on", strict.day),
        note=table.take("note", _REMARK, default=""),
    )
    table.close()
    return move


def read_notice(table: StrictTable) -> SaleNotice:
    """The notice of a sale; the caller closes the table."""
    return SaleNotice(
        agreement=table.take("agreement", strict.slug),
        placement=table.take("placement", strict.count(999_999_999, least=1)),
        trade_date=table.take("trade_date", strict.day),
        shares=table.take("shares", strict.shares),
        price=table.take("price", strict.price),
        gross=table.take("gross", strict.money, default=None),
        method=table.take("method", strict.one_of(METHODS)),
        agent_reference=table.take("agent_reference", strict.text(64)),
        settlement_date=table.take("settlement_date", strict.day, default=None),
        settlement_reason=table.take("settlement_reason", _REMARK, default=""),
        deductions=table.take("deductions", strict.money_from_zero, default=ZERO),
        remark=table.take("remark", _REMARK, default=""),
        commission=table.take("commission", strict.money_from_zero, default=None),
    )


def _sale(table: StrictTable) -> SaleFacts:
    notice = read_notice(table)
    delivered_on = table.take("delivered_on", strict.day, default=None)
    remark = table.take("delivery_remark", _REMARK, default="")
    if remark and delivered_on is None:
        table.complain("has a “delivery_remark” without a “delivered_on”.")
    table.close()
    return SaleFacts(notice, delivered_on, remark)
