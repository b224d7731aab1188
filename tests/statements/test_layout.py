"""A layout says how a sender writes, and why nothing can be read by it."""

import pytest

from neoequity.books.refusal import Refused
from neoequity.statements.terms.layout import Layout, from_json, reasons_against, to_json
from tests.statements.files import AGENT, BANK, CAMT053, MT940, OFX, TRANSFER_AGENT

LAYOUTS = [AGENT, TRANSFER_AGENT, BANK, OFX, MT940, CAMT053]


def against(layout: Layout) -> list[str]:
    return [reason.sentence for reason in reasons_against(layout)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nothing_is_wrong_with_a_layout_that_reads(layout: Layout) -> None:
    assert against(layout) == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_the_same_after_its_file(layout: Layout) -> None:
    assert from_json(to_json(layout)) == layout


def test_a_layout_without_a_date_is_refused() -> None:
    layout = BANK._replace(columns={"Amount": "amount"})
    assert against(layout) == ["Say which column is the date."]


def test_a_bank_without_amounts_is_refused() -> None:
    layout = BANK._replace(columns={"Posted": "day", "In": "credit"})
    assert against(layout) == ["Say which column is the amount, or which are in and out."]


def test_amounts_both_in_one_column_and_in_two_are_refused() -> None:
    layout = BANK._replace(columns={**BANK.columns, "In": "credit", "Out": "debit"})
    assert against(layout) == ["Amounts are in one column, or in two for in and out: choose."]


def test_an_agent_without_shares_is_refused() -> None:
    layout = AGENT._replace(columns={"Trade Dt": "day"}, kinds={})
    assert against(layout) == ["Say which column is the number of shares."]


def test_names_that_differ_in_spelling_only_are_one() -> None:
    layout = BANK._replace(columns={**BANK.columns, "bank_ref.": "cancels"})
    assert against(layout) == ["“Bank Ref” and “bank_ref.” are the same name."]


def test_two_columns_for_one_field_are_refused() -> None:
    layout = BANK._replace(columns={**BANK.columns, "Value": "day"})
    assert against(layout) == ["Choose one for “Date”, not 2."]


def test_a_field_that_does_not_exist_is_refused() -> None:
    [sentence] = against(BANK._replace(columns={**BANK.columns, "Mood": "mood"}))
    assert sentence.startswith("“mood” is not valid: choose one of day, settles_on,")


def test_words_without_a_column_for_them_are_refused() -> None:
    layout = BANK._replace(kinds={"Wire": "payment"})
    assert against(layout) == [
        "Name the column with the kind of line, and what its words mean: both or neither."
    ]


def test_an_agents_statement_is_no_ofx() -> None:
    layout = OFX._replace(side="agent")
    assert against(layout) == ["OFX or QFX files come from banks: choose the bank."]


def test_a_standard_needs_no_columns() -> None:
    layout = MT940._replace(columns={"Date": "day"})
    assert against(layout) == [
        "MT940 says itself where everything is: leave out columns, words and labels."
    ]


def test_every_choice_is_one_of_those_known() -> None:
    layout = BANK._replace(dates="julian", positive="up", decimal_sign="·", separator="~")
    assert [reason.field for reason in reasons_against(layout)] == [
        *("dates", "decimal_sign", "separator", "positive")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The layout is not JSON."),
        ("[" * 100_000, "The layout is not JSON."),
        ("[]", "The layout must be a table."),
        ("null", "The layout must be a table."),
        ('{"name": "a", "name": "b"}', "The key “name” appears twice."),
        ("{}", "The layout lacks the key “name”."),
    ],
)
def test_a_file_that_is_no_layout_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        from_json(content)
    assert refused.value.reasons[0].sentence == sentence


def test_a_key_that_means_nothing_is_refused() -> None:
    content = to_json(OFX).replace('"dates"', '"datse"')
    with pytest.raises(Refused, match="a key that does not belong there: “datse”"):
        from_json(content)


def test_a_layouts_file_is_held_to_the_same_reasons() -> None:
    content = to_json(OFX).replace('"bank"', '"agent"')
    with pytest.raises(Refused, match="OFX or QFX files come from banks"):
        from_json(content)
