"""The short code of an agreement, before the number of each of its entries: SA-1."""

import re
from collections.abc import Container
from itertools import count

LONGEST_CODE = 6
#: A capital letter, then capitals and digits; the database has the same.
CODE_PATTERN = f"^[A-Z][A-Z0-9]{{0,{LONGEST_CODE - 1}}}$"
A_CODE = f"a capital letter with up to {LONGEST_CODE - 1} capitals or digits, such as SA"
_WORD = re.compile(r"[A-Za-z]")


def is_code(text: str) -> bool:
    """Whether this can be the code of an agreement."""
    return re.fullmatch(CODE_PATTERN, text, re.ASCII) is not None


def code_for(name: str, taken: Container[str]) -> str:
    """The initials of an agreement's name, with a digit if another agreement has them.

    "Sales Agreement" is SA; the next of these initials is SA2. A name without letters is A.
    """
    initials = "".join(found[0] for word in name.split() if (found := _WORD.search(word))).upper()
    first = initials[: LONGEST_CODE - 2] or "A"
    further = (f"{first}{number}" for number in count(2))
    return first if first not in taken else next(code for code in further if code not in taken)
