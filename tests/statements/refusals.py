"""Why a file is refused."""

import pytest

from neoequity.books.refusal import Refused
from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.reading import read


def refusals(content: bytes, layout: Layout) -> list[str]:
    """The reasons against a file, which must be refused."""
    with pytest.raises(Refused) as refused:
        read(content, layout)
    return [reason.sentence for reason in refused.value.reasons]
