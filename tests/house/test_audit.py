"""`make audit`: it fails when a package is weak, and when one could not be looked up."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SOUND = {"name": "django", "version": "5.2", "vulns": []}
WEAK = {
    "name": "waitress",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2022-205", "fix_versions": ["2.1.2"]}],
}
SKIPPED = {"name": "ours", "skip_reason": "Dependency not found on PyPI: ours (1.0)"}
# Answers for pip-audit, and is the interpreter for all else.
PYTHON = """#!/bin/sh
if [ "$2" != pip_audit ]; then exec {python} "$@"; fi
for argument; do file=$argument; done
cat {answer} > "$file"
echo {told} >&2
exit {outcome}
"""


def audited(
    tmp_path: Path, packages: list[object] | None, told: str = "", outcome: int = 0
) -> subprocess.CompletedProcess[str]:
    answer, python = tmp_path / "answer.json", tmp_path / "python"
    answer.write_text("" if packages is None else json.dumps({"dependencies": packages}))
    script = PYTHON.format(python=sys.executable, answer=answer, told=repr(told), outcome=outcome)
    python.write_text(script)
    python.chmod(0o700)
    command = [settings.BASE_DIR / ".ci" / "audit", python]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_sound_packages_pass(tmp_path: Path) -> None:
    done = audited(tmp_path, [SOUND])

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Packages audited: 1. Published weaknesses: none.\n"


def test_a_weak_package_is_named_with_its_weakness(tmp_path: Path) -> None:
    done = audited(tmp_path, [SOUND, WEAK], outcome=1)

    assert done.returncode == 1
    assert done.stdout == "waitress 1.0: PYSEC-2022-205, fixed in 2.1.2\n"


def test_a_package_that_could_not_be_audited_fails_in_a_sentence(tmp_path: Path) -> None:
    done = audited(tmp_path, [SOUND, SKIPPED])

    assert done.returncode == 1
    assert done.stderr == "1 of 2 packages could not be audited: ours.\n"
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("requests.exceptions.ConnectionError", "The advisory service cannot be reached, so the"),
        ("ERROR: something else", "ERROR: something else\nThe dependencies were not audited.\n"),
    ],
)
def test_an_audit_that_did_not_happen_fails_in_a_sentence(
    told: str, sentence: str, tmp_path: Path
) -> None:
    done = audited(tmp_path, None, told, outcome=1)

    assert done.returncode == 2
    assert done.stderr.startswith(sentence)


def test_an_audit_of_nothing_fails(tmp_path: Path) -> None:
    done = audited(tmp_path, [])

    assert done.returncode == 1
    assert done.stderr == "The dependencies were not audited: none was found.\n"
