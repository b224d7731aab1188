"""What PDF/A-2a and PDF/UA-1 ask of every report, as far as a Python package can read it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from neoequity.books.models import Issuer
from neoequity.reports.all import REPORTS
from neoequity.reports.scope import asked_for, head_of
from neoequity.reports.writers.pdf import write_pdf
from tests.factories import TODAY
from tests.worlds import built_once

SINCE, MADE_AT = date(2001, 10, 1), datetime(2001, 11, 13, 22, 30, tzinfo=UTC)
EVERY = pytest.mark.parametrize("name", list(REPORTS))

#: Operators that paint something; each must be tagged or be an artifact.
PAINTING = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"Tj", b"TJ", b"sh"}


@built_once
def pdfs(published: Issuer) -> dict[str, bytes]:
    """Every report of the example, as a file."""
    asked = asked_for(SINCE, TODAY, TODAY, issuer=published)
    head = head_of(asked, "anna", MADE_AT)
    files = {}
    for name, report in REPORTS.items():
        out = BytesIO()
        write_pdf(report, report.build(asked), head, out)
        files[name] = out.getvalue()
    return files


@pytest.fixture
def reader(pdfs: dict[str, bytes], name: str) -> PdfReader:
    return PdfReader(BytesIO(pdfs[name]), strict=True)


@pytest.fixture
def root(reader: PdfReader) -> DictionaryObject:
    return dictionary(reader.trailer["/Root"])


def dictionary(value: PdfObject) -> DictionaryObject:
    found = value.get_object()
    assert isinstance(found, DictionaryObject)
    return found


def listed(value: PdfObject | None) -> list[PdfObject]:
    """The members of an array, or a single object."""
    if value is None:
        return []
    found = value.get_object()
    assert found is not None
    return list(found) if isinstance(found, ArrayObject) else [found]


def elements(node: PdfObject) -> Iterator[DictionaryObject]:
    """The structure elements below a node, in the order in which they are read."""
    for child in listed(dictionary(node).get("/K")):
        found = child.get_object()
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from elements(found)


def of_kind(root: DictionaryObject, *kinds: str) -> list[DictionaryObject]:
    return [each for each in elements(root["/StructTreeRoot"]) if kind(each) in kinds]


def kind(element: DictionaryObject) -> str:
    return str(element["/S"])


def attribute(element: DictionaryObject, name: str) -> PdfObject | None:
    return next(
        (dictionary(each)[name] for each in listed(element.get("/A")) if name in dictionary(each)),
        None,
    )


@EVERY
def test_the_metadata_declare_pdf_a_2a_and_pdf_ua_1(root: DictionaryObject) -> None:
    stream = root["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    xmp = stream.get_data().decode()
    for declared in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert declared in xmp


@EVERY
def test_the_metadata_can_be_read_without_decoding(root: DictionaryObject) -> None:
    assert "/Filter" not in dictionary(root["/Metadata"])


@EVERY
def test_the_title_is_shown_and_is_that_of_the_metadata(
    reader: PdfReader, root: DictionaryObject, name: str
) -> None:
    assert str(dictionary(root["/ViewerPreferences"])["/DisplayDocTitle"]) == "True"
    assert reader.metadata is not None
    assert reader.metadata.title == f"{REPORTS[name].title}, NeoTherapeutics, Inc."


@EVERY
def test_the_language_is_said_and_the_content_is_marked(root: DictionaryObject) -> None:
    assert str(root["/Lang"]) == "en-US"
    marks = dictionary(root["/MarkInfo"])
    assert str(marks["/Marked"]) == "True"
    assert str(marks.get("/Suspects", False)) == "False"


@EVERY
def test_nothing_is_encrypted_and_nothing_runs(reader: PdfReader, root: DictionaryObject) -> None:
    assert not reader.is_encrypted
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(
        dictionary(root.get("/Names", DictionaryObject()))
    )
    assert not any("/AA" in page or "/Annots" in page for page in reader.pages)


@EVERY
def test_the_colors_have_an_output_intent_with_its_profile(root: DictionaryObject) -> None:
    [intent] = listed(root["/OutputIntents"])
    assert kind(dictionary(intent)) == "/GTS_PDFA1"
    profile = dictionary(intent)["/DestOutputProfile"].get_object()
    assert isinstance(profile, StreamObject)
    assert int(str(profile["/N"])) == 3
    assert profile.get_data()[36:40] == b"acsp"  # as every ICC profile begins


def resources_of(page: DictionaryObject) -> Iterator[DictionaryObject]:
    """The resources of a page and of the forms on it."""
    if "/Resources" not in page:
        return
    own = dictionary(page["/Resources"])
    yield own
    for form in dictionary(own.get("/XObject", DictionaryObject())).values():
        yield from resources_of(dictionary(form))


@EVERY
def test_every_font_is_embedded_and_can_be_copied_as_text(reader: PdfReader) -> None:
    fonts = [
        dictionary(font)
        for page in reader.pages
        for resources in resources_of(page)
        for font in dictionary(resources.get("/Font", DictionaryObject())).values()
    ]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        assert str(font["/Subtype"]) == "/Type0"
        [descendant] = listed(font["/DescendantFonts"])
        descriptor = dictionary(dictionary(descendant)["/FontDescriptor"])
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@EVERY
def test_every_table_begins_with_heads_that_say_their_scope(root: DictionaryObject) -> None:
    tables = of_kind(root, "/Table")
    for table in tables:
        first = next(each for each in elements(table) if kind(each) == "/TR")
        cells = [dictionary(each) for each in listed(first["/K"])]
        assert {kind(each) for each in cells} == {"/TH"}
        assert {str(attribute(each, "/Scope")) for each in cells} == {"/Column"}


@EVERY
def test_every_cell_names_a_head_that_there_is(root: DictionaryObject) -> None:
    for table in of_kind(root, "/Table"):
        heads = {bytes(each["/ID"]) if isinstance(each["/ID"], bytes) else str(each["/ID"]).encode()
                 for each in elements(table) if kind(each) == "/TH"}  # fmt: skip
        for cell in (each for each in elements(table) if kind(each) == "/TD"):
            named = [str(each).encode() if not isinstance(each, bytes) else each
                     for each in listed(attribute(cell, "/Headers"))]  # fmt: skip
            assert named
            assert set(named) <= heads


@EVERY
def test_every_picture_has_words_and_a_place(root: DictionaryObject, name: str) -> None:
    figures = of_kind(root, "/Figure")
    assert len(figures) == (3 if name == "board" else 0)
    for figure in figures:
        assert str(figure["/Alt"]).endswith(".")
        assert len(listed(attribute(figure, "/BBox"))) == 4


@EVERY
def test_headings_skip_no_level(root: DictionaryObject) -> None:
    levels = [
        int(kind(each)[2:])
        for each in elements(root["/StructTreeRoot"])
        if re.fullmatch(r"/H\d", kind(each))
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@EVERY
def test_nothing_is_painted_without_a_tag(reader: PdfReader) -> None:
    for page in reader.pages:
        depth = 0
        content = page.get_contents()
        assert content is not None
        for _operands, operator in ContentStream(content, reader).operations:
            depth += (operator in {b"BMC", b"BDC"}) - (operator == b"EMC")
            assert depth or operator not in PAINTING
        assert depth == 0


@EVERY
def test_every_mark_of_a_page_is_in_the_tree(reader: PdfReader, root: DictionaryObject) -> None:
    tree = numbers(dictionary(dictionary(root["/StructTreeRoot"])["/ParentTree"]))
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        marked = {
            int(str(dictionary(operands[1])["/MCID"]))
            for operands, operator in ContentStream(content, reader).operations
            if operator == b"BDC" and isinstance(operands[1], DictionaryObject)
            if "/MCID" in operands[1]
        }
        parents = listed(tree[int(str(page["/StructParents"]))])
        assert marked
        assert marked == set(range(len(parents)))


def numbers(node: DictionaryObject) -> dict[int, PdfObject]:
    """What a number tree holds."""
    own = listed(node.get("/Nums"))
    found = {int(str(key)): value for key, value in zip(own[::2], own[1::2], strict=True)}
    for kid in listed(node.get("/Kids")):
        found |= numbers(dictionary(kid))
    return found


@EVERY
def test_artifacts_of_a_page_are_its_head_and_foot_alone(reader: PdfReader) -> None:
    """Text that is an artifact is not read aloud: only what stands on every page may be one."""
    page = reader.pages[0]
    content = page.get_contents()
    assert content is not None
    open_tags: list[bool] = []
    untold = 0
    for operands, operator in ContentStream(content, reader).operations:
        if operator in {b"BMC", b"BDC"}:
            open_tags.append(operands[0] == NameObject("/Artifact"))
        elif operator == b"EMC":
            open_tags.pop()
        elif operator in {b"Tj", b"TJ"} and any(open_tags):
            untold += 1
    assert untold <= 4  # NeoEquity, Page 1 of 1, each in a few pieces
