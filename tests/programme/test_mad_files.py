"""Any file, however mad, gives sentences: never a traceback, and never more than 200 MB."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from neoequity.programme_text import MOST_BYTES
from tests.factories import TODAY
from tests.offices import Office, Opened
from tests.programme.test_text import BEYOND
from tests.programme.told import SOLD_OUT, event, programme, written

SHIPPED = settings.BASE_DIR / "neoequity" / "programmes" / "neotherapeutics.toml"
MOST_MEGABYTES = 200
MUTANTS = 60


def full_of(piece: str, before: str = "", after: str = "") -> str:
    """As many pieces as a file holds; {} in a piece is its number."""
    room, pieces, number = MOST_BYTES - len(before) - len(after), [], 0
    while (room := room - len(each := piece.replace("{}", f"{number:x}"))) >= 0:
        pieces.append(each)
        number += 1
    return before + "".join(pieces) + after


#: Each takes as much memory for each byte as it can.
GREEDY = {
    "tables": full_of("[{}]\n"),
    "lists of tables": full_of("[[{}]]\n"),
    "tables in tables": full_of("[{}.a.a.a.a.a.a.a.a]\n"),
    "keys in parts": full_of("{}.a.a.a.a.a.a.a.a=1\n"),
    "keys with lists": full_of("{}=[]\n"),
    "keys with tables": full_of("{}={}\n".replace("={}", "={ }")),
    "keys": full_of("{}=1\n"),
    "empty tables": full_of("{ },", "a=[", "]"),
    "tables of one key": full_of("{a=1},", "a=[", "]"),
    "empty lists": full_of("[],", "a=[", "]"),
    "numbers": full_of("1,", "a=[", "]"),
    "texts": full_of('"",', "a=[", "]"),
    "a long comment": full_of("#"),
    "marks": full_of(",", "a=[1"),
    "empty events": full_of("{ },", "history={event=[", "]}"),
    "events": full_of('{kind="move"},', "history={event=[", "]}"),
    "events as tables": full_of("[[history.event]]\n"),
    "sales": full_of("[[history.sale]]\n"),
    "terms": full_of("{}={value=1},", "agreement=[{slug='a',terms={", "}}]"),
    "holders": full_of("{slug={}},", "holder=[", "]"),
}
# Linux counts what the process that starts another held into the peak that `getrusage` gives.
_MEASURED = """
import json, resource, sys
from pathlib import Path
import django
from django.core.management import CommandError, call_command
django.setup()
told = []
for file in sys.argv[1:]:
    try:
        call_command("load_programme", file, with_history=True)
    except CommandError as refusal:
        told.append(str(refusal))
status = Path("/proc/self/status")
if status.is_file():
    kilobytes = int(status.read_text().partition("VmHWM:")[2].split()[0])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([told, kilobytes // 1024]))
"""


@pytest.fixture(scope="module")
def office(opened: Opened, migrated: Office) -> Office:
    """Empty books."""
    return opened("mad", like=migrated)


def test_no_file_takes_more_than_two_hundred_megabytes(office: Office, tmp_path: Path) -> None:
    contents = {**GREEDY, **{what: content for what, (content, _) in BEYOND.items()}}
    files = []
    for number, content in enumerate(contents.values()):
        file = tmp_path / f"{number}.toml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        files.append(str(file))

    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *files],
        cwd=settings.BASE_DIR,
        env=office.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    told, megabytes = json.loads(done.stdout)
    assert len(told) == len(files)
    assert megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("what", BEYOND)
def test_the_command_says_it_in_one_line(tmp_path: Path, what: str) -> None:
    content, sentence = BEYOND[what]
    file = tmp_path / "mad.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(CommandError) as refusal:
        call_command("load_programme", str(file))

    assert str(refusal.value) == f"{file} {sentence}."


def mutants(text: str) -> list[str]:
    """The file with a few of its lines, words and figures moved, doubled, left out or replaced."""
    chance = Random(1)  # noqa: S311 - to be repeated
    odd = ['""', "0", "-1", "1e30", "9" * 19, '"0"', "1971-01-01", "2101-12-31", "[]", "{}", "nan"]
    found = []
    for _ in range(MUTANTS):
        lines = text.splitlines()
        for _ in range(chance.randint(1, 3)):
            at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
            match chance.randrange(5):
                case 0:
                    lines.insert(to, lines.pop(at))
                case 1:
                    lines.insert(to, lines[at])
                case 2:
                    del lines[at]
                case 3:
                    key, equals, _ = lines[at].partition(" = ")
                    lines[at] = f"{key}{equals}{chance.choice(odd)}"
                case 4:
                    words = lines[at].split(" ")
                    chance.shuffle(words)
                    lines[at] = " ".join(words)
        found.append("\n".join(lines))
    return found


@pytest.mark.django_db
def test_a_file_changed_at_random_is_loaded_or_refused_in_sentences(
    tmp_path: Path, settings: Settings
) -> None:
    settings.NEOEQUITY_TODAY = TODAY
    events = written(programme(*SOLD_OUT, event("issue", placement=1, on=TODAY), warrants=True),
        tmp_path / "events.toml")  # fmt: skip
    split = events.read_text(encoding="utf-8").replace("}, {", "},\n {").replace(", ", ",\n")
    told = []
    for content in [*mutants(SHIPPED.read_text(encoding="utf-8")), *mutants(split)]:
        file = tmp_path / "mutant.toml"
        file.write_text(content, encoding="utf-8")
        with transaction.atomic():
            try:
                call_command("load_programme", str(file), with_history=True, stdout=StringIO())
            except CommandError as refusal:
                told.append(str(refusal))
            transaction.set_rollback(True)
    assert len(told) > MUTANTS
    assert {sentence[-1] for sentence in told} == {"."}
