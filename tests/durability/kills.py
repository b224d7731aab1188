"""Kills the running product, part by part, at random moments in the middle of writes."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import psutil

from neoequity.embedded.base import APPLICATION
from neoequity.embedded.server import USER, Server
from tests.browser.served import MANAGE, ROOT, Product
from tests.durability.beside import Beside
from tests.durability.clerks import (
    Clerk,
    Controller,
    Desk,
    Importer,
    Journal,
    Pair,
    Reader,
)
from tests.durability.outcome import Outcome, look_up

CLERKS = 3
BACK_IN = 60  # seconds after a kill within which the product must acknowledge a write again
KILLS_A_PROOF = 5  # posted rows stay, so a later proof finds what an earlier one would have found
LONGEST_PAUSE = 0.6  # seconds between one kill's aftermath and the next kill
PAIRS = 300  # more than a Controller matches before the last kill of the suite
OPEN_DESKS = f"""
import django
django.setup()
from decimal import Decimal
from placements.models import Agreement
from tests.factories import TODAY, PlacementFactory
from tests.statements import files
from tests.statements.recorded import received, sender_of
for agreement in Agreement.objects.all():
    placement = PlacementFactory(agreement=agreement, shares_offered=900_000, accepted=True)
    print("desk", agreement.slug, placement.number, placement.pk)
bank = sender_of("bank", issuer=agreement.issuer)
paid = [
    files.payment(2 * number + sent, files.NOV_9, amount, f"{{number}}-{{sent}}")
    for number in range({PAIRS})
    for sent, amount in enumerate(("1.00", "-1.00"))
]
content = files.as_ofx(paid, Decimal(0))
statement = received(bank, content, "ofx", name="bank.ofx", today=TODAY).statement
keys = list(statement.lines.order_by("pk").values_list("pk", flat=True))
for pair in zip(keys[::2], keys[1::2]):
    print("pair", *pair)
"""


class Killer:
    """Kills one part of the running product, with SIGKILL."""

    def __init__(
        self, product: Product, importer: Importer, chance: random.Random, beside: Beside | None
    ) -> None:
        self.product, self.importer, self.chance = product, importer, chance
        self.server = Server(product.directory / "var" / "postgres")
        self.victims: dict[str, Callable[[], list[psutil.Process]]] = {
            "a web worker": lambda: self._one_of(self._workers()),
            "all web workers": self._workers,
            "a session of the database": lambda: self._one_of(self._sessions()),
            "a background process of the database": lambda: self._one_of(self._background()),
            "the database server": lambda: [self._postmaster()],
            "all processes of the database": lambda: [
                self._postmaster(),
                *self._postmaster().children(),
            ],
            "an import": self._import,
        }
        self.afterwards: dict[str, Callable[[], None]] = {}
        if beside:
            replica, other = beside.standby, beside.other
            self.victims["the replica"] = lambda: [_postmaster_of(replica.server)]
            self.victims["all web workers of the other host"] = lambda: _workers_of(other)
            # A primary is started again by the product, a replica by its administrator.
            self.afterwards["the replica"] = replica.start

    def kill(self) -> str:
        """Kill a victim of a kind chosen by chance; the kind."""
        kind = self.chance.choice(list(self.victims))
        began = time.monotonic()
        while not self._killed(self.victims[kind]):
            assert time.monotonic() - began < BACK_IN, f"There is nothing to kill of: {kind}."
            time.sleep(0.001)
        self.afterwards.get(kind, lambda: None)()
        return kind

    def _killed(self, find: Callable[[], list[psutil.Process]]) -> bool:
        """Whether there was anything to kill."""
        killed = False
        # A victim may have ended by itself, and the database may not be up again yet.
        with suppress(psutil.NoSuchProcess, FileNotFoundError):
            for process in find():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
                    killed = True
        return killed

    def _one_of(self, processes: list[psutil.Process]) -> list[psutil.Process]:
        return self.chance.sample(processes, 1) if processes else []

    def _workers(self) -> list[psutil.Process]:
        return _workers_of(self.product)

    def _postmaster(self) -> psutil.Process:
        return _postmaster_of(self.server)

    def _sessions(self) -> list[psutil.Process]:
        return [each for each in self._postmaster().children() if _serves_a_client(each)]

    def _background(self) -> list[psutil.Process]:
        return [each for each in self._postmaster().children() if not _serves_a_client(each)]

    def _import(self) -> list[psutil.Process]:
        command = self.importer.command
        return [psutil.Process(command.pid)] if command and command.poll() is None else []


def _workers_of(product: Product) -> list[psutil.Process]:
    assert product.server is not None
    return psutil.Process(product.server.pid).children()


def _postmaster_of(server: Server) -> psutil.Process:
    number = (server.data / "postmaster.pid").read_text().split("\n", 1)[0]
    return psutil.Process(int(number))


def _serves_a_client(process: psutil.Process) -> bool:
    command = " ".join(process.cmdline())
    return command.startswith((f"postgres: {APPLICATION} ", f"postgres: {USER} "))


def kill_again_and_again(
    product: Product, times: int, seed: int, beside: Beside | None = None
) -> Outcome:
    """Let clerks write, kill so many times, and compare what they noted with the books.

    With a second host and a replica beside the product, they write on both and one reads.
    """
    outcome, journal = Outcome(seed), Journal()
    products = [product, beside.other] if beside else [product]
    desks, pairs = open_desks(product)
    importer = Importer(product, journal, desks, product.directory / "notices.csv")
    writing: list[Thread] = [
        *(
            Clerk(f"clerk-{number}", products[number % len(products)], journal, desks)
            for number in range(CLERKS)
        ),
        Controller(product, journal, desks, pairs),
        importer,
    ]
    reader = Reader(products, journal)
    if beside:
        writing.append(reader)
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    killer = Killer(product, importer, chance, beside)
    for thread in writing:
        thread.start()
    try:
        for number in range(1, times + 1):
            _kill_once(killer, journal, outcome)
            if number % KILLS_A_PROOF == 0:
                _prove(product, outcome)
    finally:
        journal.closed.set()
        for thread in writing:
            thread.join()
    _prove(product, outcome)
    outcome.compare(journal.acts, look_up(killer.server))
    outcome.read, outcome.missing = reader.read, reader.missing
    return outcome


def open_desks(product: Product) -> tuple[list[Desk], list[Pair]]:
    """The placements to sell under, and the lines of the bank to match."""
    command = [sys.executable, "-c", OPEN_DESKS]
    environment = {**product.environment, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return as_told(told.stdout.decode())


def as_told(desks: str) -> tuple[list[Desk], list[Pair]]:
    """What the program `OPEN_DESKS` said that it opened."""
    rows = [line.split() for line in desks.splitlines()]
    return (
        [Desk(row[1], int(row[2]), int(row[3])) for row in rows if row[0] == "desk"],
        [Pair(*row[1:]) for row in rows if row[0] == "pair"],
    )


def _kill_once(killer: Killer, journal: Journal, outcome: Outcome) -> None:
    time.sleep(killer.chance.uniform(0, LONGEST_PAUSE))
    while not journal.under_way:
        time.sleep(0.0005)
    outcome.kills[killer.kill()] += 1
    killed = time.monotonic()
    while not any(act.acknowledged and act.began > killed for act in journal.acts[-100:]):
        assert time.monotonic() - killed < BACK_IN, "After a kill nothing was acknowledged."
        time.sleep(0.01)
    outcome.prolong("kill to next acknowledged write", time.monotonic() - killed)


def _prove(product: Product, outcome: Outcome) -> None:
    command = [*MANAGE, "verify_ledger"]
    proof = subprocess.run(
        command, cwd=ROOT, env=product.environment, check=False, capture_output=True, text=True
    )
    if proof.returncode == 0 and "The ledger agrees: " in proof.stdout:
        outcome.clean += 1
    else:
        outcome.unclean.append(proof.stdout + proof.stderr)
