"""The reasons against a file, one for each bad line, up to as many as are of use."""

from neoequity.books.refusal import Reason, Refused, refuse_if_any

MOST_FAULTS = 100
_SHOWN = 60


class Faults:
    """What is wrong with a file, line by line."""

    def __init__(self) -> None:
        self._reasons: list[Reason] = []

    def add(self, line: int, *sentences: str) -> None:
        """Add one reason against a line. Raises Refused when there are too many."""
        self._reasons.append(_reason(line, " ".join(sentences)))
        if len(self._reasons) >= MOST_FAULTS:
            stopped = Reason(f"Too many errors; stopped reading at line {line}.")
            raise Refused([*self._reasons, stopped])

    def refuse(self) -> None:
        """Raise Refused if there is at least one reason."""
        refuse_if_any(self._reasons)

    def stop(self, line: int, sentence: str) -> Refused:
        """The refusal of a file that cannot be read further than this line."""
        return Refused([*self._reasons, _reason(line, sentence)])


def shown(text: str) -> str:
    """Text of a file as a sentence quotes it, on one line."""
    plain = printable(text[:_SHOWN])
    return f"“{plain}…”" if len(text) > _SHOWN else f"“{plain}”"


def printable(text: str) -> str:
    """The text without what would turn or hide the text around it."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def _reason(line: int, sentence: str) -> Reason:
    return Reason(f"Line {line}: {sentence}")
