"""What stands in the cells of an export whatever is typed into the books, and in empty ones."""

import pytest

from neoequity.books.exporting.plain_text import marked
from neoequity.books.refusal import Refused
from tests.exports.conftest import Exported
from tests.exports.test_bytes import AGREEMENTS, PLACEMENTS, SALES
from tests.factories import AgreementFactory, IssuerFactory, PlacementFactory, UserFactory, sell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("dataset", "header"),
    [("sales", SALES), ("agreements", AGREEMENTS), ("placements", PLACEMENTS)],
)
def test_empty_books_give_a_header(dataset: str, header: str, exported: Exported) -> None:
    assert exported(dataset) == [header]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("  =1", "'  =1"),
        ("\r\n=1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a\nb\r\nc", "a b c"),
        ("a=b", "a=b"),
        ("'a", "'a"),
        ('a "b"', '"a ""b"""'),
        ("a,b", '"a,b"'),
        ("é €", "é €"),
        ("50% {} \\", "50% {} \\"),
        ("a;=1", "a;'=1"),
        ("a; -1;b;\t@c", "a;' -1;b;'\t'@c"),
        ("a\t+1", "a\t'+1"),
        ('a;"=1"', '"a;\'""=1"""'),
        ("a;b - c", "a;b - c"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff\u2060\u00ad@x", "'\ufeff\u2060\u00ad@x"),
        ("\x01\x7f\x85=1", "'\x01\x7f\x85=1"),
        ("\u3000\xa0-1", "'\u3000\xa0-1"),
        ("\ufe66\uff11", "'\ufe66\uff11"),
        ("\ufe62a", "'\ufe62a"),
        ("\ufe63a", "'\ufe63a"),
        ("\ufe6ba", "'\ufe6ba"),
        ("\u22121", "'\u22121"),
        ("\u207a1", "'\u207a1"),
        ("\u2014 so it is", "'\u2014 so it is"),
        ("'=1", "''=1"),
        ("'000123", "''000123"),
    ],
)
def test_a_text_never_runs_as_a_formula_and_never_breaks_its_line(
    name: str, cell: str, exported: Exported
) -> None:
    AgreementFactory(issuer=IssuerFactory(slug="other", name=name), agent="A. Agent")

    (line,) = exported("agreements")[1:]
    assert line.startswith(f"sales-agreement,{cell},A. Agent,")


@pytest.mark.parametrize(
    "reference",
    [
        *("000123", "00", "123456789012", "20011109000000017", "1.50", "1,234", ".5", "12."),
        *("1E5", "12e-3", "5%", "$5", "(5)", "1 1/2", "3-4", "3/4", "12-2001", "2001-11"),
        *("2001-11-09", "11/9/01", "9.11.2001", "2001-11-09 14:05", "12:30", "3 PM", "1:02:03.5"),
        *("MAR1", "Sept 2", "5-Nov", "Nov 9, 2001", "9 november 2001", "TRUE", "false", " 007 "),
    ],
)
def test_a_text_that_a_spreadsheet_would_read_as_another_value_is_marked(reference: str) -> None:
    assert marked(reference) == f"'{reference}"


@pytest.mark.parametrize(
    "reference",
    [
        *("0", "7", "12345678901", "424B3-2001-11-12", "333-53108", "S-1", "20011109-1", "X 000"),
        *("2001Q4", "1A", "DEC", "decade 5", "3-4-5-6", "1-2000000", "true story", "", "NA"),
    ],
)
def test_a_text_that_survives_is_written_as_it_is(reference: str) -> None:
    assert marked(reference) == reference


def test_who_recorded_is_neutralised_and_numbers_never_are(exported: Exported) -> None:
    placement = PlacementFactory(accepted=True)
    sell(placement, by=UserFactory(username="@boss"))

    line = exported("sales")[1]
    assert line.endswith(",'@boss,0.00,,,,Cantor Fitzgerald & Co.,,0.00")
    assert ",1000,4.000000,4000.00,160.00," in line


NO_DATASET = (
    "There is no dataset “foo”; there are sales, agreements, placements, receipts, closings."
)


def test_an_unknown_name_is_refused_in_a_sentence(exported: Exported) -> None:
    for asked, sentence in (
        ({"dataset": "foo"}, NO_DATASET),
        ({"dataset": "sales", "agreement": "foo"}, "There is no agreement “foo”."),
        ({"dataset": "sales", "agreement": "a\0"}, "There is no agreement “a\0”."),
    ):
        with pytest.raises(Refused) as refused:
            exported(**asked)
        assert str(refused.value) == sentence
