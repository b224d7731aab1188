"""A sender's table as a statement: what stands above, the header, its rows, totals and the rest."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from neoequity.statements.terms.cells import day, number
from neoequity.statements.terms.draft import Draft, Stated
from neoequity.statements.terms.faults import Faults, shown
from neoequity.statements.terms.layout import FIELDS, Layout, plain
from neoequity.statements.terms.sheet import Row, rows
from neoequity.statements.terms.table_row import (
    FIGURES,
    MisreadRowError,
    Read,
    is_a_day,
    read_row,
)

HEADER_WITHIN = 60
_BETWEEN_DAYS = re.compile(r" (?:to|through|until|-|\N{EN DASH}|\N{EM DASH}) ", re.IGNORECASE)


def read_table(content: bytes, layout: Layout, faults: Faults) -> Draft:
    """What the file says. Raises Refused where it cannot be read further."""
    return _Table(layout, faults).read(rows(content, layout, faults))


class _Table:
    def __init__(self, layout: Layout, faults: Faults) -> None:
        self.layout = layout
        self.faults = faults
        self.draft = Draft(layout.side, faults)
        self.header: list[str] = []
        self.fields: dict[str, int] = {}
        self.labels = {plain(words): what for words, what in layout.labels.items()}
        self.totals = tuple(plain(words) for words in layout.totals)
        self.remarks = tuple(plain(words) for words in layout.remarks)
        self.opening: Stated | None = None
        self.closing: Stated | None = None
        self.sums = _Sums()

    def read(self, read: Iterator[Row]) -> Draft:
        """Every row, to the end."""
        last = self._find_header(read)
        for row in read:
            last = row.line
            self._read(row)
        missing = [words for words, what in self.layout.labels.items() if not self._told(what)]
        for words in missing:
            self.faults.add(last, f"the file ends without {shown(words)}.")
        self.draft.balanced(self.opening, self.closing)
        return self.draft

    def _find_header(self, read: Iterator[Row]) -> int:
        """Read up to the row that names all columns of the layout; its line."""
        wanted = {plain(name): field for name, field in self.layout.columns.items()}
        closest, missing = 1, list(self.layout.columns)
        for place, row in enumerate(read, 1):
            names = [plain(cell) for cell in row.cells]
            lacking = [name for name in self.layout.columns if plain(name) not in names]
            if not lacking:
                for name in self.layout.columns:
                    if names.count(plain(name)) > 1:
                        raise self.faults.stop(row.line, f"the column {shown(name)} appears twice.")
                self.header = names
                self.fields = {field: names.index(name) for name, field in wanted.items()}
                return row.line
            if len(lacking) < len(missing):
                closest, missing = row.line, lacking
            self._labelled(row)
            if place == HEADER_WITHIN:
                break
        columns = ", ".join(shown(name) for name in missing)
        raise self.faults.stop(closest, f"no line names the columns of the layout: {columns}.")

    def _read(self, row: Row) -> None:
        names = [plain(cell) for cell in row.cells]
        if names == self.header or _begins(names, self.remarks):
            return
        texts = {
            field: row.cells[place] if place < len(row.cells) else ""
            for field, place in self.fields.items()
        }
        if is_a_day(texts["day"], self.layout) is None:
            if self._labelled(row):
                return
            if _begins(names, self.totals):
                self._add_up(row, texts)
                return
            if _is_a_sentence(row):
                return
        if len(row.cells) > len(self.header):
            self.faults.add(
                row.line, f"has {len(row.cells)} cells; the header names {len(self.header)}."
            )
            return
        self._take(row, texts)

    def _take(self, row: Row, texts: Mapping[str, str]) -> None:
        whole = " · ".join(cell for cell in row.cells if cell)
        try:
            read = read_row(row.line, texts, whole, self.layout)
        except MisreadRowError as fault:
            self.faults.add(row.line, *fault.args)
            return
        self.draft.add(read.line)
        if read.meaning in {"opening", "closing"}:
            shares, amount = read.line.shares, read.line.amount
            in_shares = self.draft.side == "transfer_agent"
            self._state(read.meaning, row.line, Decimal((shares if in_shares else amount) or 0))
        elif read.meaning != "balance":
            self.sums.add(read)

    def _add_up(self, row: Row, texts: Mapping[str, str]) -> None:
        """Check a totals row against the lines above it."""
        found = False
        for field in FIGURES:
            try:
                total = number(texts.get(field, ""), self.layout.decimal_sign)
            except ValueError as fault:
                self.faults.add(row.line, str(fault))
                return
            if total is None:
                continue
            found = True
            if total not in self.sums.of(field):
                self.faults.add(
                    row.line,
                    f"the total of {FIELDS[field].lower()} is {total:,f}, but the lines above it "
                    f"add up to {self.sums.whole(field):,f}.",
                )
        if not found:
            self.faults.add(row.line, "the total has no figure beneath a column of the layout.")
        self.sums.since_last()

    def _labelled(self, row: Row) -> bool:
        """Take what a row says behind the words of a label; whether there was one."""
        for place, cell in enumerate(row.cells):
            before, colon, behind = cell.partition(":")
            what = self.labels.get(plain(before)) or self.labels.get(plain(cell))
            if what is None:
                continue
            said = behind.strip() if colon and behind.strip() else ""
            said = said or next((each for each in row.cells[place + 1 :] if each), "")
            try:
                self._say(what, row.line, said)
            except ValueError as fault:
                self.faults.add(row.line, str(fault))
            return True
        return False

    def _say(self, what: str, line: int, said: str) -> None:
        if not said:
            raise ValueError(f"nothing is behind {shown(what.replace('_', ' '))}.")
        if what == "account":
            self.draft.name_account(line, said)
        elif what in {"opening", "closing"}:
            balance = number(said, self.layout.decimal_sign)
            if balance is None:
                raise ValueError(f"{shown(said)} is not a balance.")
            self._state(what, line, balance)
        elif what == "period":
            first, *rest = _BETWEEN_DAYS.split(said)
            self.draft.first_day = day(first, self.layout.dates)
            self.draft.last_day = day(rest[0] if rest else first, self.layout.dates)
        elif what == "first_day":
            self.draft.first_day = day(said, self.layout.dates)
        else:
            self.draft.last_day = day(said, self.layout.dates)

    def _state(self, what: str, line: int, balance: Decimal) -> None:
        before = self.opening if what == "opening" else self.closing
        if before and before.balance != balance:
            self.faults.add(
                line,
                f"the {what} balance is {balance:,f}, on line {before.line} it was "
                f"{before.balance:,f}.",
            )
        elif what == "opening":
            self.opening = Stated(line, balance)
        else:
            self.closing = Stated(line, balance)

    def _told(self, what: str) -> object:
        """Whether the file said what a label announces."""
        return {
            "account": self.draft.account,
            "period": self.draft.first_day,
            "first_day": self.draft.first_day,
            "last_day": self.draft.last_day,
            "opening": self.opening,
            "closing": self.closing,
        }[what]


class _Sums:
    """What columns add up to: in all and since the last total, as printed and with cancels off."""

    def __init__(self) -> None:
        self._whole = self._none()
        self._since = self._none()

    @staticmethod
    def _none() -> dict[str, tuple[Decimal, Decimal]]:
        return dict.fromkeys(FIGURES, (Decimal(0), Decimal(0)))

    def add(self, read: Read) -> None:
        for field, figure in read.printed.items():
            turned = read.turned[field]
            for sums in (self._whole, self._since):
                as_printed, netted = sums[field]
                sums[field] = as_printed + figure, netted + turned

    def of(self, field: str) -> set[Decimal]:
        return {*self._whole[field], *self._since[field]}

    def whole(self, field: str) -> Decimal:
        return self._whole[field][0]

    def since_last(self) -> None:
        self._since = self._none()


def _begins(names: list[str], words: tuple[str, ...]) -> bool:
    """Whether the first cell that says something begins with one of the words."""
    first = next((name for name in names if name != "-"), "")
    return any(first == each or first.startswith(f"{each} ") for each in words)


def _is_a_sentence(row: Row) -> bool:
    """Whether a row is text in one cell, as disclaimers and titles are."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and " " in filled[0] and any(each.isalpha() for each in filled[0])
