"""The command `before_you_sell` and the dataset `limits`, byte for byte."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.datasets import write_dataset
from tests.factories import TODAY, AgreementFactory


def printed(*options: str) -> str:
    out = io.StringIO()
    call_command("before_you_sell", "--agreement", "sales-agreement", *options, stdout=out)
    return out.getvalue()


def exported(as_of: date, agreement: str | None = None) -> str:
    out = io.BytesIO()
    write_dataset("limits", ExportQuery(as_of, agreement=agreement), out)
    return out.getvalue().decode()


def test_a_row_for_each_check_and_last_the_most_that_can_be_sold(published: Issuer) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("--shares", "400000", "--price", "3.80"))))
    assert list(rows[0]) == ["check", "passed", "figure", "limit", "page", "sentence"]
    assert rows[0] == {
        "check": "agreement",
        "passed": "yes",
        "figure": "1520000.00",
        "limit": "21177033.00",
        "page": "p. S-11",
        "sentence": "The Sales Agreement has $21,177,033.00 free: $25,000,000.00 less "
        "$3,822,967.00 sold (p. S-11).",
    }
    assert rows[-1] == {
        "check": "most_that_can_be_sold",
        "passed": "yes",
        "figure": "3310964",
        "limit": "12581663.20",
        "page": "",
        "sentence": "You can sell up to 3,310,964 shares for $12,581,663.20 at $3.8000; first to "
        "bind: Nasdaq's 20% rule. Not available, so not counted: the shelf registration.",
    }


def test_a_failed_check_ends_the_command_with_1_after_its_rows(published: Issuer) -> None:
    out = io.StringIO()
    options = ("--agreement", "sales-agreement", "--shares", "3310965", "--price", "3.80")
    with pytest.raises(CommandError, match=r"^Failed: nasdaq_20\.$"):
        call_command("before_you_sell", *options, stdout=out)
    assert "nasdaq_20,no,3310965,3310964,p. S-8," in out.getvalue()


def test_without_shares_the_most_is_still_told(published: Issuer) -> None:
    *_, last = csv.DictReader(io.StringIO(printed("--price", "10")))
    assert (last["figure"], last["limit"]) == ("2117703", "21177030.00")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--shares", "4e5"), "--shares must be a whole number"),
        (("--price", "0"), "--price must be"),
        (("--method", "auction"), "--method must be one of negotiated, nasdaq"),
        (("--on", "tomorrow"), "“tomorrow” is not a day"),
        (("--issuer", "nobody"), "There is no agreement “sales-agreement” of the issuer “nobody”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    published: Issuer, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        printed(*options)


def test_the_limits_of_the_example(published: Issuer) -> None:
    assert (
        exported(TODAY).replace("\r\n", "\n")
        == """\
limit,agreement,unit,allowed,used,left,binds_below_price,page
agreement,sales-agreement,dollars,25000000.00,3822967.00,21177033.00,,p. S-11
agreement,other-agreement,dollars,8400000.00,412896.00,7987104.00,,p. S-12
shelf,sales-agreement,dollars,,26282967.00,,,p. S-10
shelf,other-agreement,dollars,,,,,p. S-12
authorised,,shares,50000000,31703210,18296790,1.7534,p. S-13
nasdaq_20,,shares,4385474,1074510,3310964,8.8084,p. S-8
minimum_bid,,price,1.0000,,,,p. S-8
dgcl_203,,rate,0.15,0.116,0.034,,p. S-14
rights_plan,,rate,0.2,0.116,0.084,,p. S-10
compensation,sales-agreement,rate,0.08,0.0609,0.0191,,p. S-12
compensation,other-agreement,rate,0.08,0.074583,0.005417,,p. S-12
volume,,shares,100000,,,,p. S-10
term,sales-agreement,date,2002-06-12,,,,p. S-11
term,other-agreement,date,2002-06-12,,,,p. S-12
"""
    )


def test_before_a_sale_shares_run_out_below_1_8862(programme: Issuer) -> None:
    [authorized] = [line for line in exported(TODAY).splitlines() if line.startswith("auth")]
    assert authorized == "authorised,,shares,50000000,30521249,19478751,1.8862,p. S-13"


def test_the_limits_of_one_agreement_leave_out_those_of_the_other(published: Issuer) -> None:
    lines = exported(TODAY, "other-agreement").splitlines()[1:]
    assert {line.split(",")[1] for line in lines} == {"other-agreement", ""}


def test_limits_that_the_office_does_not_keep_are_no_rows(db: None) -> None:
    AgreementFactory()
    lines = exported(TODAY).splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["agreement", "shelf"]
