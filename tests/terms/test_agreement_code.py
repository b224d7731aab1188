"""The code before the number of an agreement's entries: SA-1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.agreement_code import code_for, is_code


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Sales Agreement", (), "SA"),
        ("Other Agreement", ("SA",), "OA"),
        ("Sales Agreement", ("SA",), "SA2"),
        ("second 2002 “amended” agreement", ("SA", "SAA"), "SAA2"),
        ("One Two Three Four Five Six", (), "OTTF"),
        ("2001", (), "A"),
    ],
)
def test_the_code_is_the_initials(name: str, taken: tuple[str, ...], code: str) -> None:
    assert code_for(name, taken) == code


@given(st.lists(st.text(max_size=80), max_size=40))
def test_every_agreement_gets_a_code_of_its_own(names: list[str]) -> None:
    codes: list[str] = []
    for name in names:
        codes.append(code_for(name, codes))

    assert len(set(codes)) == len(names)
    assert all(map(is_code, codes))


@pytest.mark.parametrize("text", ["", "sa", "1A", "SA-1", "ABCDEFG", "SÄ", "SA\n"])
def test_other_texts_are_no_codes(text: str) -> None:
    assert not is_code(text)
