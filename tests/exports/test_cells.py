"""What stands in the cells of an export whatever is typed into the books, and in empty ones."""

import pytest

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
    ],
)
def test_a_text_never_runs_as_a_formula_and_never_breaks_its_line(
    name: str, cell: str, exported: Exported
) -> None:
    AgreementFactory(issuer=IssuerFactory(slug="other", name=name), agent="A. Agent")

    (line,) = exported("agreements")[1:]
    assert line.startswith(f"sales-agreement,{cell},A. Agent,")


def test_who_recorded_is_neutralised_and_numbers_never_are(exported: Exported) -> None:
    placement = PlacementFactory(accepted=True)
    sell(placement, by=UserFactory(username="@boss"))

    line = exported("sales")[1]
    assert line.endswith(",'@boss,0.00,,,")
    assert ",1000,4.000000,4000.00,160.00," in line


NO_DATASET = "There is no dataset “foo”; there are sales, agreements, placements, closings."


def test_an_unknown_name_is_refused_in_a_sentence(exported: Exported) -> None:
    for asked, sentence in (
        ({"dataset": "foo"}, NO_DATASET),
        ({"dataset": "sales", "agreement": "foo"}, "There is no agreement “foo”."),
        ({"dataset": "sales", "agreement": "a\0"}, "There is no agreement “a\0”."),
    ):
        with pytest.raises(Refused) as refused:
            exported(**asked)
        assert str(refused.value) == sentence
