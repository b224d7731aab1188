"""docs/operations.md: every command, setting, file, unit and link that it names exists."""

import re

import pytest

from neoequity import health
from tests.architecture.source import ROOT
from tests.deploy.files import (
    DEPLOY,
    SYSTEMD,
    commands_in,
    services,
    settings_read,
    text,
    unknown_commands,
    without_file,
)

PAGE = ROOT / "docs/operations.md"
HEADINGS = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(path: str) -> set[str]:
    """What links may lead to in a page, as the sites that show Markdown name it."""
    told = text((PAGE.parent / path).resolve()) if path else text(PAGE)
    return {
        re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in HEADINGS.findall(told)
    }


def settings_named() -> set[str]:
    """The settings of the table, by their names."""
    table = text(PAGE).partition("\n## Settings\n")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_every_command_exists() -> None:
    named = commands_in(text(PAGE))

    assert {"prepare", "backup", "restore", "verify_ledger"} <= named
    assert unknown_commands(text(PAGE)) == set()


def test_the_table_has_every_setting_and_no_other() -> None:
    assert settings_named() == settings_read()


def test_every_setting_that_is_named_anywhere_is_read() -> None:
    words = {
        without_file(word)
        for word in re.findall(r"`([A-Z][A-Z_]{3,})[`=]", text(PAGE))
        if word not in ("ALTER", "NEOEQUITY_UPSTREAM", "NEOEQUITY_RELEASE", "ERROR")
    }
    assert words - settings_read() == set()


def test_every_secret_that_may_be_in_a_file_is_named() -> None:
    told = text(PAGE).partition("\n## Settings\n")[2].partition("\n|")[0]
    source = "".join(
        text(path) for path in (ROOT / "neoequity").rglob("*.py") if "migrations" not in path.parts
    )
    by_file = {
        *re.findall(r'secret\("(\w+)"', source),
        *re.findall(r'_read_url\(environ, "(\w+)"', source),
    }

    assert {without_file(name) for name in re.findall(r"`(\w+_FILE)`", told)} == by_file


@pytest.mark.parametrize("path", sorted({*re.findall(r"deploy/[\w./-]*\w", text(PAGE))}))
def test_every_file_of_deploy_that_is_named_is_there(path: str) -> None:
    made = path in (
        "deploy/container/secrets",
        "deploy/container/settings.env",
        "deploy/container/.env",
    )
    assert made or path.startswith("deploy/container/secrets/") or list(ROOT.glob(f"{path}*"))


def test_every_unit_that_is_named_is_there() -> None:
    named = set(re.findall(r"neoequity-[a-z]+", text(PAGE)))
    assert [name for name in named if not list(SYSTEMD.glob(f"{name}*"))] == []
    assert len(named) == 8


def test_every_service_that_is_named_is_there() -> None:
    after = re.findall(
        r"compose\.yaml (?:exec|run --rm(?: --no-deps)?(?: -T)?|stop) (?:-T )?([a-z]+)", text(PAGE)
    )
    assert len(after) > 4
    assert set(after) <= set(services())


@pytest.mark.parametrize("link", sorted({*re.findall(r"\]\(([^)]+)\)", text(PAGE))}))
def test_every_link_leads_somewhere(link: str) -> None:
    path, _, anchor = link.partition("#")

    assert (PAGE.parent / path).exists()
    assert not anchor or anchor in anchors(path)


def test_the_room_that_is_asked_for_is_told() -> None:
    assert f"less than {health.ROOM // 2**20} MB" in text(PAGE)


def test_whoever_looks_into_the_folder_finds_the_page() -> None:
    told = [
        path.name for path in DEPLOY.rglob("*") if path.is_file() and "operations.md" in text(path)
    ]
    assert {"compose.yaml", "environment.example", "neoequity-web.service"} <= set(told)
