"""docs/chain.md tells an auditor how to count the chain again: its example and its lists hold."""

import json
import re
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from neoequity.books.kinds import sealed_kinds

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "chain.md").read_text(encoding="utf-8")
_STEP = re.compile(r"^    (.+)\n    ([0-9a-f]{64})$", re.MULTILINE)
KINDS = {kind.kind: kind for kind in sealed_kinds()}


def test_the_example_counts_up() -> None:
    before, steps = "", _STEP.findall(DOCUMENT)
    for text, digest in steps:
        assert sha256((before + text).encode("utf-8")).hexdigest() == digest
        before = digest
    assert len(steps) == 3


def test_the_examples_entries_have_the_fields_of_their_kind() -> None:
    for text, _ in _STEP.findall(DOCUMENT)[1:]:
        kind, *fields = json.loads(text)
        assert len(fields) == len(KINDS[kind].columns)
        assert json.dumps([kind, *fields], ensure_ascii=False) == text


@pytest.mark.parametrize(
    "name",
    [
        *("sale", "delivery", "receipt", "receiptpart", "closing", "reopening", "terms"),
        *("warrant entry", "agentnotice", "deliveryfailure"),
    ],
)
def test_the_document_lists_the_fields_of_each_kind_in_their_order(name: str) -> None:
    listed = re.search(rf"^### {name}\b.*\n`(.+)`$", DOCUMENT, re.MULTILINE)
    assert listed is not None
    assert listed[1].split() == [*KINDS[name].columns, *KINDS[name].later]


def test_the_command_lists_the_fields_of_every_kind() -> None:
    out = StringIO()
    call_command("print_seals", stdout=out)
    told = [line.split(": ") for line in out.getvalue().splitlines()]
    assert {kind: fields.split() for kind, fields in told} == {
        name: [*kind.columns, *kind.later] for name, kind in KINDS.items()
    }
