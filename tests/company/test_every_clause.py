"""The programme file holds every clause of the documents that carries a number, with its page.

`clauses.py` lists them as printed; here the list is held against the documents, so that none is
left out, and against the file, so that each is there with its number and page.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neoequity.management.commands.prepare import PROGRAMME
from tests.company.clauses import CLAUSES, EIGHT_K, EXCUSED, Clause, Place

DOCUMENTS = Path(__file__).parent / "documents"
FILE = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))
_FOOT = re.compile(r"\n +(S-[0-9]+)\n")
#: Figures, and numbers in words; "one or more" and "one of" count nothing.
_NUMBER = re.compile(
    r"[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|half|second|third|fifth)\b",
    re.IGNORECASE,
)


def in_one_line(text: str) -> str:
    """A text as one line, without the dashes that only draw its layout."""
    return " ".join(text.split())


def pages() -> dict[str, str]:
    """The text of each page, by the name that clauses cite."""
    texts = {}
    supplement = (DOCUMENTS / "prospectus-supplement.txt").read_text(encoding="utf-8")
    parts = _FOOT.split(supplement)
    for text, page in zip(parts[::2], parts[1::2], strict=False):
        texts[f"p. {page}"] = in_one_line(text)
    form = (DOCUMENTS / "form-8-k.txt").read_text(encoding="utf-8")
    return {**texts, EIGHT_K: in_one_line(form)}


PAGES = pages()


def named(clause: Clause) -> str:
    return f"{clause.page} {clause.printed[:50]}"


def test_the_documents_are_the_five_pages_and_the_form() -> None:
    assert list(PAGES) == ["p. S-10", "p. S-11", "p. S-12", "p. S-13", "p. S-14", EIGHT_K]


@pytest.mark.parametrize("clause", CLAUSES, ids=named)
def test_a_clause_is_printed_on_its_page(clause: Clause) -> None:
    assert clause.printed in PAGES[clause.page]


@pytest.mark.parametrize("page", PAGES)
def test_no_number_of_a_page_is_left_out(page: str) -> None:
    rest = PAGES[page]
    for clause in sorted(CLAUSES, key=lambda clause: -len(clause.printed)):
        if clause.page == page:
            rest = rest.replace(clause.printed, "|")
    for words in EXCUSED.get(page, {}):
        assert words in rest
        rest = rest.replace(words, "|")
    left = [rest[max(0, found.start() - 60) : found.end() + 60] for found in _NUMBER.finditer(rest)]
    assert left == []


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        pytest.param(clause, place, id=f"{named(clause)}-{place.listed}-{number}")
        for clause in CLAUSES
        for number, place in enumerate(clause.places)
    ],
)
def test_the_programme_file_holds_it_with_its_number_and_page(clause: Clause, place: Place) -> None:
    [row] = tables(place)
    assert {name: row.get(name) for name in place.holds} == dict(place.holds)
    assert row["page"] == (place.page or clause.page)
    text = in_one_line(" ".join(value for value in row.values() if isinstance(value, str)))
    assert [words for words in place.says if words not in text] == []


def tables(place: Place) -> Iterator[dict[str, Any]]:
    """The tables of the file with this list and key."""
    key = dict(place.key)
    if place.listed in ("term", "fee_tier"):
        slug = key.pop("agreement")
        [agreement] = [each for each in FILE["agreement"] if each["slug"] == slug]
        if place.listed == "term":
            yield agreement["terms"][key["name"]]
            return
        rows = agreement["fee_tier"]
    else:
        rows = FILE["shelf"] if place.listed == "shelf" else FILE["company"][place.listed]
    yield from (row for row in rows if key.items() <= row.items())
