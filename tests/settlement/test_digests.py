"""The database calculates the digest of an instruction as the terms do, whatever its texts say."""

import pytest

from neoequity.people.models import User
from placements.actions.instruction import Content, draft_instruction
from placements.models import Sale
from placements.terms.instruction import Recipient
from tests.settlement.instructions import DUE_ON, released


@pytest.mark.parametrize(
    "text",
    ["Plain", 'said "now"', "back\\slash", "tab\tand\u0007bell", "Ümläut – dash", "日本", "/"],
)
def test_an_instruction_is_approved_whatever_its_texts_say(
    sale: Sale, second: Sale, treasurer: User, text: str
) -> None:
    content = Content(DUE_ON, Recipient(text, text, text, text), [second, sale], remark=text)
    drafted = draft_instruction(sale.agreement, content, by=treasurer, today=DUE_ON)
    assert released(drafted, by=treasurer).status == "approved"
