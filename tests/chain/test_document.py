"""docs/chain.md tells an auditor how to count the chain again: its example and its lists hold."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from neoequity.books.kinds import sealed_kinds
from neoequity.books.triggers.sealing import Sealed

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


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_document_lists_the_fields_of_each_kind_in_their_order(kind: Sealed) -> None:
    listed = re.search(rf"^### {kind.kind}\b.*\n`(.+)`$", DOCUMENT, re.MULTILINE)
    assert listed is not None
    assert listed[1].split() == list(kind.columns)
