"""Clerks, each a thread, who write through the served product and note how each act was answered.

An act is acknowledged when its clerk may go home: the page leads on to the posted record, or the
command ended with 0.
"""

import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from tests.browser.served import MANAGE, ROOT, Product

PATIENCE = 60  # seconds after which a clerk gives an answer up: a hang
ROWS = 25  # of an imported file
DELIVERED_AT_ONCE = 3
SHARES, PRICE = 10, "4.10"
RECEIVED = "1.00"
TRADE_DATE, DELIVERED_ON = "2001-11-08", "2001-11-13"
SIGNED_MONTH = "2001-10"
TO = {
    "transfer_agent": "U.S. Stock Transfer Corporation",
    "recipient": "Cantor Fitzgerald & Co.",
    "participant": "0197",
    "account": "4711-NEOT",
}
SOLD_BY = ("sale", "import")
ACKNOWLEDGED, HANG = "acknowledged", "no answer"


class Desk(NamedTuple):
    """A placement that clerks sell under."""

    agreement: str
    number: int
    pk: int


class Pair(NamedTuple):
    """The keys of two lines of the bank that cancel out."""

    paid: str
    taken_back: str


@dataclass
class Act:
    """What somebody does: the references that it writes, and its answer."""

    kind: str
    references: tuple[str, ...]
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    answer: str = ""

    @property
    def acknowledged(self) -> bool:
        return self.answer == ACKNOWLEDGED


class Journal:
    """Every act of all clerks, those under way apart."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.under_way: set[int] = set()
        self.closed = threading.Event()

    @contextmanager
    def noted(self, kind: str, references: Sequence[str]) -> Iterator[Act]:
        act = Act(kind, tuple(references))
        self.under_way.add(id(act))
        try:
            yield act
        except TimeoutError:
            act.answer = HANG
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, URLError) else error
            act.answer = HANG if isinstance(reason, TimeoutError) else type(reason).__name__
        finally:
            act.seconds = time.monotonic() - act.began
            self.acts.append(act)
            self.under_way.discard(id(act))


class Answer(NamedTuple):
    """An answer; `source` is the server that gave it, where the replica might have."""

    status: int
    location: str
    text: str
    source: str = ""


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_told: object) -> None:
        return None


class Browser:
    """As much of a browser as a clerk needs: cookies, forms, and redirects that are looked at."""

    def __init__(self, product: Product) -> None:
        self.url = product.url
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar), _StayHere())
        self.get("/accounts/login/")
        said = {"username": product.user, "password": product.password}
        assert self.post("/accounts/login/", said).status == 302

    def get(self, path: str) -> Answer:
        return self._open(path, None)

    def post(self, path: str, said: Mapping[str, object]) -> Answer:
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        form = urlencode({**said, "csrfmiddlewaretoken": token}, doseq=True)
        return self._open(path, form.encode())

    def _open(self, path: str, form: bytes | None) -> Answer:
        try:
            with self.opener.open(self.url + path, form, timeout=PATIENCE) as found:
                source = found.headers.get("X-Read-From", "")
                return Answer(found.status, "", found.read().decode(), source)
        except HTTPError as other:
            with other:
                location = other.headers.get("Location", "")
                return Answer(other.code, location, other.read().decode())


class Clerk(threading.Thread):
    """Records sales by the form, three at a time their delivery, and a wire for the last one.

    Before that the last one is instructed.
    """

    def __init__(self, name: str, product: Product, journal: Journal, desks: list[Desk]) -> None:
        super().__init__(name=name)
        self.journal, self.desks = journal, desks
        self.browser = Browser(product)
        self.undelivered: list[tuple[str, str]] = []
        self.unpaid: tuple[Desk, str, str] | None = None

    def run(self) -> None:
        for number in count():
            if self.journal.closed.is_set():
                return
            self.sell(f"{self.name}-{number}", self.desks[number % len(self.desks)])
            if len(self.undelivered) == DELIVERED_AT_ONCE:
                self.instruct()
                self.deliver()
                self.receive()

    def sell(self, reference: str, desk: Desk) -> None:
        said = {"placement": desk.pk, "trade_date": TRADE_DATE, "method": "negotiated"}
        said |= {"shares": SHARES, "price": PRICE, "agent_reference": reference}
        with self.journal.noted("sale", [reference]) as act:
            answer = self.browser.post("/sales/new/", said)
            posted = re.fullmatch(rf"/sales/{desk.agreement}/\d+/", answer.location)
            act.answer = ACKNOWLEDGED if posted else str(answer.status)
        if act.acknowledged:
            self.look(answer.location, reference, desk)

    def look(self, page: str, reference: str, desk: Desk) -> None:
        """Open the sale's page, whose form knows by which key the sale is delivered."""
        try:
            key = re.search(r'name="sale" value="(\d+)"', self.browser.get(page).text)
        except (OSError, HTTPException):
            return
        if key:
            self.undelivered.append((reference, key[1]))
            self.unpaid = desk, reference, key[1]

    def instruct(self) -> None:
        """A draft with one line, by the agent's reference as its remark: both, or neither."""
        if self.unpaid is None:
            return
        desk, reference, key = self.unpaid
        with self.journal.noted("instruction", [reference]) as act:
            said = {"settlement_day": DELIVERED_ON, **TO, "remark": reference, "sale": key}
            address = f"/instructions/new/?agreement={desk.agreement}"
            answer = self.browser.post(address, said)
            drafted = re.fullmatch(rf"/instructions/{desk.agreement}/\d+/", answer.location)
            act.answer = ACKNOWLEDGED if drafted else str(answer.status)

    def deliver(self) -> None:
        references, keys = zip(*self.undelivered, strict=True)
        self.undelivered.clear()
        with self.journal.noted("delivery", references) as act:
            said = {"sale": keys, "delivered_on": DELIVERED_ON, "remark": "agreed"}
            answer = self.browser.post("/settlements/deliver/", said)
            led_on = answer.location == "/settlements/"
            act.answer = ACKNOWLEDGED if led_on else str(answer.status)

    def receive(self) -> None:
        """A wire, by the agent's reference as the bank's, and its one part: both, or neither."""
        if self.unpaid is None:
            return
        desk, reference, key = self.unpaid
        with self.journal.noted("receipt", [reference]) as act:
            said = {"agreement": desk.agreement, "received_on": DELIVERED_ON, "amount": RECEIVED}
            said |= {"bank_reference": reference, f"entry-{key}-pays": "on"}
            said |= {f"entry-{key}-amount": RECEIVED}
            answer = self.browser.post("/settlements/receipts/new/", said)
            posted = re.fullmatch(rf"/settlements/receipts/{desk.agreement}/\d+/", answer.location)
            act.answer = ACKNOWLEDGED if posted else str(answer.status)


class Controller(threading.Thread):
    """Matches lines of the bank that cancel out, and signs a month off after every third match."""

    def __init__(
        self, product: Product, journal: Journal, desks: list[Desk], pairs: list[Pair]
    ) -> None:
        super().__init__(name="controller")
        self.journal, self.pairs = journal, pairs
        self.browser = Browser(product)
        self.month = f"/statements/reconciliations/{desks[0].agreement}/bank/{SIGNED_MONTH}/"
        # Nothing moves that month, so what was shown of it once is right for each sign-off.
        found = re.search(r'name="shown" value="(\w+)"', self.browser.get(self.month).text)
        assert found is not None
        self.shown = found[1]

    def run(self) -> None:
        for number in count():
            if self.journal.closed.is_set():
                return
            if number % 4 < 3 and self.pairs:
                self.match(f"{self.name}-{number}", self.pairs.pop())
            else:
                self.sign_off(f"{self.name}-{number}")

    def match(self, reference: str, pair: Pair) -> None:
        """Both lines, with the reference as the note."""
        with self.journal.noted("match", [reference]) as act:
            chosen = [f"line-{key}" for key in pair]
            said = {"side": "bank", "chosen": chosen, "note": reference}
            answer = self.browser.post("/statements/matching/accept/", said)
            led_on = answer.location.startswith("/statements/matching/?")
            act.answer = ACKNOWLEDGED if led_on else str(answer.status)

    def sign_off(self, reference: str) -> None:
        """The month once more, with the reference as the note; it supersedes the one before."""
        with self.journal.noted("sign-off", [reference]) as act:
            said = {"shown": self.shown, "note": reference}
            answer = self.browser.post(f"{self.month}sign-off/", said)
            signed = re.fullmatch(r"/statements/sign-offs/\d+/", answer.location)
            act.answer = ACKNOWLEDGED if signed else str(answer.status)


class Reader(threading.Thread):
    """Downloads all sales, on one host after the other, and looks for what was acknowledged before.

    `read` counts the answers by the server that gave them; `missing` names what they lacked.
    """

    def __init__(self, products: Sequence[Product], journal: Journal) -> None:
        super().__init__(name="reader")
        self.journal, self.browsers = journal, [Browser(product) for product in products]
        self.read: Counter[str] = Counter()
        self.missing: list[str] = []

    def run(self) -> None:
        for number in count():
            if self.journal.closed.is_set():
                return
            acknowledged = [act for act in tuple(self.journal.acts) if act.acknowledged]
            try:
                answer = self.browsers[number % len(self.browsers)].get("/exports/sales.csv")
            except (OSError, HTTPException):
                answer = Answer(0, "", "")
            if answer.status == 200:
                self.compare(answer, acknowledged)
            time.sleep(0.05)

    def compare(self, answer: Answer, acknowledged: Sequence[Act]) -> None:
        self.read[answer.source] += 1
        there = set(re.split("[,\r\n]+", answer.text))
        told = (each for act in acknowledged if act.kind in SOLD_BY for each in act.references)
        self.missing += [f"{each}, by the {answer.source}" for each in told if each not in there]


class Importer(threading.Thread):
    """Imports one file of notices after the other by the command."""

    def __init__(self, product: Product, journal: Journal, desks: list[Desk], file: Path) -> None:
        super().__init__(name="importer")
        self.product, self.journal, self.desks, self.file = product, journal, desks, file
        self.command: subprocess.Popen[str] | None = None

    def run(self) -> None:
        for number in count():
            if self.journal.closed.is_set():
                return
            references = [f"import-{number}-{row}" for row in range(ROWS)]
            self.write(references, self.desks[number % len(self.desks)])
            with self.journal.noted("import", references) as act:
                act.answer = self.run_command()

    def write(self, references: list[str], desk: Desk) -> None:
        told = f"{desk.agreement},{desk.number},{TRADE_DATE},{SHARES},{PRICE},,negotiated"
        header = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"
        rows = [f"{told},{reference}" for reference in references]
        self.file.write_text("\n".join([header, *rows, ""]))

    def run_command(self) -> str:
        self.command = subprocess.Popen(
            [*MANAGE, "import_sales", str(self.file)],
            cwd=ROOT,
            env=self.product.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            _, complaint = self.command.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.command.kill()
            return HANG
        if self.command.returncode:
            return complaint.strip() or f"ended with {self.command.returncode}"
        return ACKNOWLEDGED
