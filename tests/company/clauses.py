"""Every clause of pages S-10 to S-14 of the prospectus supplement, and of the Form 8-K, that
carries a number: as it is printed, and where the programme file holds it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

EIGHT_K = "Item 9"
S_10, S_11, S_12, S_13, S_14 = (f"p. S-{number}" for number in range(10, 15))


class Place(NamedTuple):
    """A table of the programme file by its list and key, what it holds, and words that it has.

    `page` is the page that it names, where it is not the clause's own.
    """

    listed: str
    key: Mapping[str, Any]
    holds: Mapping[str, Any] = {}
    says: tuple[str, ...] = ()
    page: str = ""


class Clause(NamedTuple):
    """A clause as printed on a page, without its line breaks, and its places in the file."""

    page: str
    printed: str
    places: tuple[Place, ...]


def term(
    name: str, value: Any, *, of: str = "sales-agreement", says: tuple[str, ...] = ()
) -> Place:
    """A term of an agreement, as text: amounts and rates as the file writes them."""
    return Place("term", {"agreement": of, "name": name}, {"value": value}, says)


def tier(above: str, rate: str, *, of: str = "sales-agreement") -> Place:
    """A fee tier: the rate on gross proceeds above an amount."""
    return Place("fee_tier", {"agreement": of, "above": above}, {"rate": rate})


def shelf(number: str, page: str = "", **holds: Any) -> Place:
    """A shelf registration."""
    return Place("shelf", {"file_number": number}, holds, page=page)


def figure(name: str, value: str, day: date, **holds: Any) -> Place:
    """A figure of the company on a day."""
    return Place("figure", {"name": name, "day": day}, {"value": value, **holds})


def register(title: str, *says: str, page: str = "", in_list: str = "clauses") -> Place:
    """An entry of a register that has these words."""
    return Place("register", {"register": in_list, "title": title}, says=says, page=page)


_DAY = date(2001, 11, 1)
_OCTOBER_2, _OCTOBER_26 = date(2001, 10, 2), date(2001, 10, 26)
_SIGNED, _PLAN_ADOPTED = date(2001, 6, 12), date(2000, 12, 13)
_OTHER = "other-agreement"
_GROUP = {"holder": "Montrose, Strong River and Societe Generale", "day": _OCTOBER_2}
_SECTION_203 = "Section 203: three years, 85% and 66%"
_OF_203 = "pp. S-13 and S-14"

CLAUSES = (
    # S-10: risk factors, use of proceeds, plan of distribution
    Clause(
        S_10,
        "During the last year, the price of our common stock has ranged between $13.50 and $2.22, "
        "and the daily trading volume has been as high as 2,006,000 shares and as low as 10,600 "
        "shares, with a recent average of approximately 100,000 shares.",
        (
            figure("highest_price", "13.50", _DAY),
            figure("lowest_price", "2.22", _DAY),
            figure("highest_daily_volume", "2006000", _DAY),
            figure("lowest_daily_volume", "10600", _DAY),
            figure("average_daily_volume", "100000", _DAY, printed="approximately 100,000"),
        ),
    ),
    Clause(
        S_10,
        "Our directors and executive officers beneficially own approximately 11.6% of our "
        "outstanding common stock as of October 2, 2001.",
        (
            Place(
                "position",
                {"holder": "Directors and executive officers", "day": _OCTOBER_2},
                {"stated_rate": "0.116"},
                ("11.6%",),
            ),
        ),
    ),
    Clause(
        S_10,
        "As of October 2, 2001, these stockholders collectively held 579,098 shares of our common "
        "stock, or approximately 2.6% of the number of shares outstanding, and held warrants which "
        "could result in the issuance of up to 4,498,145 additional shares, for a total of "
        "5,077,243 shares or 19.3% of the total number outstanding if all of those securities were "
        "converted or exercised.",
        (
            Place(
                "position",
                _GROUP,
                {"held": 579_098, "acquirable": 4_498_145},
                ("2.6%", "5,077,243", "19.3%"),
            ),
        ),
    ),
    Clause(
        S_10,
        "Of the additional shares, only 173,320, or approximately 0.8%, could be issued at the "
        "option of the holder within 60 days of October 2, 2001.",
        (Place("position", _GROUP, {"within_60_days": 173_320}, ("0.8%", "60 days")),),
    ),
    Clause(
        S_10,
        "On December 13, 2000, we adopted a Stockholder Rights Plan",
        (register("Stockholder Rights Plan", "December 13, 2000"),),
    ),
    Clause(
        S_10,
        "The rights become exercisable upon the earlier of ten days after a person or group of "
        "affiliated or associated persons has acquired 20% or more of the outstanding shares of "
        "our common stock or ten days after a tender offer has commenced that would result in a "
        "person or group beneficially owning 20% or more of our outstanding common stock.",
        (
            figure("rights_plan_rate", "0.20", _PLAN_ADOPTED, printed="20% or more"),
            register("Stockholder Rights Plan", "ten days", "20% or more"),
        ),
    ),
    Clause(
        S_10,
        "To date, and not including the issuance of shares of common stock pursuant to this "
        "prospectus supplement, we have issued 6,054,228 shares of common stock for aggregate "
        "gross proceeds of $22,460,000, and warrants to purchase up to 405,000 shares of common "
        "stock at a weighted average exercise price of $5.69 per share, pursuant to",
        (
            shelf(
                "333-53108",
                page=S_11,
                sold_before_shares=6_054_228,
                sold_before_gross="22460000.00",
                sold_before_warrants=405_000,
                sold_before_warrant_price="5.69",
                sold_before_page=S_10,
            ),
        ),
    ),
    # S-11: the Sales Agreement
    Clause(
        S_11,
        "the prospectus dated January 26, 2001, which is part of our Registration Statement on "
        "Form S-3 (File No. 333-53108).",
        (shelf("333-53108", prospectus_date=date(2001, 1, 26), form="Form S-3"),),
    ),
    Clause(
        S_11,
        "On June 12, 2001, we entered into a Sales Agreement",
        (term("signed_on", date(2001, 6, 12)),),
    ),
    Clause(
        S_11,
        "up to $25 million worth of our common stock that is currently registered under our "
        "Registration Statement on Form S-3 (File No. 333-53108) in one or more placements.",
        (term("capacity", "25000000.00"), term("shelf", "333-53108")),
    ),
    Clause(
        S_11,
        'an "at the market" offering as defined in Rule 415 promulgated under the Securities Act.',
        (term("methods", ["negotiated", "other"], says=("market maker", "electronic")),),
    ),
    Clause(
        S_11,
        "we will deliver such shares on the third business day following the date of such sale, "
        "unless otherwise specified by the parties.",
        (
            term("settlement_days", 3, says=("otherwise specified",)),
            register("Delivery", "third business day"),
        ),
    ),
    Clause(
        S_11,
        "The Sales Agreement is terminable by either Cantor or us after one year, provided that "
        "Cantor may terminate the Sales Agreement earlier upon the occurrence of certain events.",
        (
            term("termination_from", date(2002, 6, 12), says=("certain events",)),
            register("Termination", "after one year"),
        ),
    ),
    Clause(
        S_11,
        "is an underwriter within the meaning of Section 2(a)(11) of the Securities Act",
        (register("Cantor Fitzgerald & Co.", "Section 2(a)(11)", in_list="participants"),),
    ),
    Clause(
        S_11,
        "including, without limitation, Rule 415(a)(4) under the Securities Act and Rule 10b-5 and "
        "Regulation M under the Exchange Act.",
        (
            register(
                "Cantor Fitzgerald & Co.",
                *("Rule 10b-5", "Rule 415(a)(4)", "Regulation M"),
                in_list="participants",
            ),
        ),
    ),
    Clause(
        S_11,
        "during the period beginning on the fifth trading day preceding the date on which we and "
        "Cantor agree to the terms of a placement under the Sales Agreement and ending on the "
        "fifth trading day after the settlement of the final sale made as part of that placement.",
        (
            term("lock_up_days_before", 5, says=("Trading days",)),
            term("lock_up_days_after", 5, says=("Trading days",)),
        ),
    ),
    Clause(
        S_11,
        "Cantor is to receive compensation of 4.00% on the first $10 million gross proceeds, 3.50% "
        "on the next $10 million gross proceeds and 3.00% on the next $5 million gross proceeds,",
        (tier("0.00", "0.04"), tier("10000000.00", "0.035"), tier("20000000.00", "0.03")),
    ),
    Clause(
        S_11,
        "and warrants to purchase shares of common stock in an amount equal to 10% of the number "
        "of shares sold by Cantor at an exercise price equal to 130% of the volume weighted "
        "average sales price",
        (term("warrant_coverage_rate", "0.10"), term("warrant_strike_rate", "1.30")),
    ),
    # S-12: warrants, the Other Agreement, expenses, compensation
    Clause(
        S_12,
        "The Warrants are exercisable for five years, contain a cashless exercise provision "
        "commencing one year after issuance and are not transferable for a period of one year "
        "following their issuance",
        (
            term("warrant_life_years", 5),
            term("warrant_cashless_years", 1, says=("After issuance",)),
            term("warrant_transfer_years", 1, says=("After issuance",)),
        ),
    ),
    Clause(
        S_12,
        "which registration rights also commence one year after the issuance of the Warrants.",
        (term("warrant_registration_years", 1, says=("After issuance",)),),
    ),
    Clause(
        S_12,
        "the Warrants may not be sold, transferred, assigned, pledged or hypothecated for a period "
        "of one year from the effective date of the offering,",
        (term("warrant_nasd_transfer_years", 1, says=("effective date",)),),
    ),
    Clause(
        S_12,
        "Cantor and any Distribution Participants may not receive Warrants in excess of 10% of the "
        "shares of Common Stock sold in this offering.",
        (term("warrant_limit_rate", "0.10"),),
    ),
    Clause(
        S_12,
        'another agreement with Cantor on a similar basis (the "Other Agreement") for up to $8.4 '
        "million worth of our common stock that is currently registered under our Registration "
        "Statement on Form S-3, registration number 333-64444.",
        (
            term("capacity", "8400000.00", of=_OTHER),
            term("shelf", "333-64444", of=_OTHER),
            shelf("333-64444", form="Form S-3"),
        ),
    ),
    Clause(
        S_12,
        'an "at the market" offering as defined in Rule 415 under the Securities Act.',
        (
            term(
                "methods",
                ["negotiated", "nasdaq", "market_maker", "ecn", "other"],
                of=_OTHER,
                says=("at the market",),
            ),
        ),
    ),
    Clause(
        S_12,
        "Cantor is to receive compensation of 4% of the gross proceeds of such sales and warrants "
        "with the same terms and provisions as provided for under the Sales Agreement.",
        (
            tier("0.00", "0.04", of=_OTHER),
            term("warrant_coverage_rate", "0.10", of=_OTHER),
            term("warrant_strike_rate", "1.30", of=_OTHER),
            term("warrant_life_years", 5, of=_OTHER),
        ),
    ),
    Clause(
        S_12,
        "up to an aggregate of $60,000, all or part of which may be refundable.",
        (term("expense_cap", "60000.00"), term("expense_refundable", True)),
    ),
    Clause(
        S_12,
        "An additional $60,000 of expenses is reimbursable by us in connection with the offering "
        "contemplated by the Other Agreement.",
        (term("expense_cap", "60000.00", of=_OTHER),),
    ),
    Clause(
        S_12,
        "The agreement provides that Cantor is to receive an annual retainer of $75,000",
        (figure("advisory_retainer", "75000.00", _SIGNED),),
    ),
    Clause(
        S_12,
        "Upon execution of the agreement, we paid Cantor a $75,000 annual retainer and $50,000 as "
        "a non-refundable deposit against our reimbursement obligation.",
        (
            figure("advisory_retainer", "75000.00", _SIGNED),
            figure("advisory_deposit", "50000.00", _SIGNED),
        ),
    ),
    Clause(
        S_12,
        "$62,500 or one-half of such aggregate amount has been allocated to each of this Offering "
        "and the Offering contemplated by the Other Agreement.",
        (
            term("advisory_share", "62500.00", says=("Half of the $75,000",)),
            term("advisory_share", "62500.00", of=_OTHER, says=("Half of the $75,000",)),
        ),
    ),
    Clause(
        S_12,
        "Cantor and any NASD member participating in the distribution may not receive compensation "
        "greater than 8%,",
        (
            term("compensation_limit_rate", "0.08"),
            term("compensation_limit_rate", "0.08", of=_OTHER),
        ),
    ),
    Clause(
        S_12,
        "assuming the sale of $25 million of our common stock, exclusive of Warrants, expense "
        "reimbursement and fees payable under the advisory agreement: Underwriting fees paid by "
        "NeoTherapeutics under the Sales Agreement: $900,000",
        (
            term("capacity", "25000000.00")._replace(page=S_11),
            term("largest_commission", "900000.00"),
        ),
    ),
    Clause(
        S_12,
        "we estimate that our share of the total expenses of this offering, excluding the "
        "underwriting discount, will be approximately $300,000.",
        (
            figure(
                "offering_expenses",
                "300000.00",
                _DAY,
                agreement="sales-agreement",
                printed="approximately $300,000",
            ),
        ),
    ),
    # S-13: common stock
    Clause(
        S_13,
        "We have authority to issue 50,000,000 shares of common stock, $.001 par value per share.",
        (
            figure("authorized_shares", "50000000", _OCTOBER_26),
            figure("par_value", "0.001", _OCTOBER_26),
        ),
    ),
    Clause(
        S_13,
        "As of October 26, 2000, we had 21,927,372 shares of common stock outstanding, held of "
        "record by approximately 370 stockholders.",
        (
            figure(
                *("shares_outstanding", "21927372", _OCTOBER_26),
                printed="October 26, 2000",
            ),
            figure(
                *("holders_of_record", "370", _OCTOBER_26),
                printed="approximately 370",
            ),
        ),
    ),
    Clause(
        S_13,
        "Holders of our common stock are entitled to one vote per share on all matters",
        (register("Votes and directors", "One vote per share"),),
    ),
    Clause(
        S_13,
        "Our board of directors is divided into three classes, with the term of each class "
        "expiring every third year at the annual meeting of stockholders. The number of directors "
        "is distributed equally between the three classes.",
        (register("Votes and directors", "three classes", "every third year"),),
    ),
    Clause(
        S_13,
        "an anti-takeover law enacted in 1988. In general, Section 203 of the DGCL prohibits a "
        'publicly-held Delaware corporation from engaging in a "business combination" with an '
        '"interested stockholder," for a period of three years after the date of the transaction',
        (register(_SECTION_203, "enacted in 1988", "for three years", page=_OF_203),),
    ),
    # S-14: section 203
    Clause(
        S_14,
        "owned at least 85% of the voting stock of the corporation outstanding at the time the "
        "transaction commenced, excluding for purposes of determining the number of shares "
        "outstanding those shares owned (1) by persons who are directors and also officers and "
        "(2) employee stock plans",
        (
            register(
                _SECTION_203,
                *("at least 85%", "directors who are officers", "stock plans"),
                page=_OF_203,
            ),
        ),
    ),
    Clause(
        S_14,
        "by the affirmative vote of a least 66% of the outstanding voting stock which is not owned "
        'by the "interested stockholder."',
        (register(_SECTION_203, "at least 66%", page=_OF_203),),
    ),
    Clause(
        S_14,
        "owns (or within three years, did own) 15% or more of the corporation's voting stock. "
        "Although Section 203 permits us to elect not to be governed by its provisions, we have "
        "not made this election. As a result of the application of Section 203,",
        (
            figure("dgcl_203_rate", "0.15", _SIGNED, printed="15% or more"),
            register(_SECTION_203, "within three years", "15% or more", page=_OF_203),
        ),
    ),
    # The Form 8-K of March 19, 2001
    Clause(
        EIGHT_K,
        "On March 19, 2001, NeoTherapeutics, Inc. issued a news release",
        (
            Place(
                "filing",
                {"form": "8-K"},
                {"filed_on": date(2001, 3, 19), "document": "Form 8-K of March 19, 2001"},
                page="cover page",
            ),
        ),
    ),
    Clause(
        EIGHT_K,
        "NeoGene is entitled to receive an initial payment and milestone payments which could "
        "total $12,000,000 if Pfizer receives final market approval from the Food and Drug "
        "Administration for a drug candidate",
        (
            Place(
                "money",
                {"source": "Pfizer (NeoGene Drug Pfinder Agreement)", "kind": "milestone"},
                {
                    "state": "expected",
                    "amount": "12000000.00",
                    "day": date(2001, 3, 19),
                    "document": "Form 8-K of March 19, 2001",
                },
                ("Final approval by the FDA",),
            ),
        ),
    ),
)

#: Numbers that concern nothing of the programme, by page: the words around each, and why.
EXCUSED: Mapping[str, Mapping[str, str]] = {
    S_11: {"the Securities Exchange Act of 1934, as amended": "The year of a law"},
    EIGHT_K: {
        "ITEM 9. REGULATION FD": "A heading",
        "this Current Report on Form 8-K": "The form itself",
        "IRVINE, Calif., March 19, 2001 --": "The date line of the release, told above",
        "with one of the largest": "A figure of speech",
        "about half of the drugs": "Science",
        "approximately 140 remaining orphan receptors": "Science",
        "A second subsidiary": "A company that the agreement does not concern",
        "on Tuesday, March 20, 2001 starting at 11:00 A.M.": "A telephone conference",
        "milestones for 2001": "A topic of the conference",
        "call 888-552-7850 at approximately 10:50 A.M.": "A telephone conference",
    },
}
