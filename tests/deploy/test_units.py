"""The units of systemd: what they name exists, who runs them, and what they may not do."""

import re
from pathlib import Path

import pytest

from neoequity.web_server import GRACE
from tests.architecture.source import ROOT
from tests.deploy.files import (
    SYSTEMD,
    commands_in,
    settings_read,
    text,
    units,
    unknown_commands,
    values,
    variables,
)

PLACE = "/srv/neoequity"
OWNER = "/etc/neoequity/owner"
SERVICES = sorted(path.name for path in SYSTEMD.glob("*.service"))
TIMERS = sorted(path.name for path in SYSTEMD.glob("*.timer"))
OF_PRODUCT = [name for name in SERVICES if name != "neoequity-alarm@.service"]
SECTIONS = {"Unit", "Service", "Timer", "Install"}
#: Commands that connect as the owner of the tables.
AS_OWNER = {
    path.stem
    for path in (ROOT / "neoequity/management/commands").glob("*.py")
    if re.search(r"with .*as_owner\(\)", text(path)) and path.stem != "write_schema"  # developers'
}


def told(unit: str) -> list[str]:
    """What a unit runs, in the order in which it does."""
    return [line.value for line in units()[unit] if line.key.startswith("Exec")]


def test_these_are_all_units() -> None:
    assert [name.removesuffix(".service") for name in SERVICES] == [
        "neoequity-alarm@",
        *(
            f"neoequity-{each}"
            for each in ("backup", "digest", "prepare", "proof", "recheck", "web", "worker")
        ),
    ]
    assert [name.removesuffix(".timer") for name in TIMERS] == [
        f"neoequity-{each}" for each in ("backup", "digest", "proof", "recheck")
    ]


def test_a_unit_has_the_sections_that_its_kind_has() -> None:
    found = {line.section for lines in units().values() for line in lines}
    assert found == SECTIONS


@pytest.mark.parametrize("unit", TIMERS)
def test_a_timer_starts_the_service_of_its_name(unit: str) -> None:
    assert unit.replace(".timer", ".service") in SERVICES
    [when] = values(unit, "OnCalendar")
    assert when.endswith(" America/New_York")
    assert values(unit, "WantedBy") == ["timers.target"]


@pytest.mark.parametrize("unit", OF_PRODUCT)
def test_every_program_and_command_is_there(unit: str) -> None:
    ran = " ".join(told(unit))
    programs = {line.removeprefix("exec ").split()[0] for line in told(unit)}

    assert programs <= {f"{PLACE}/.venv/bin/python", "/bin/sh", "/usr/bin/find"}
    assert values(unit, "WorkingDirectory") == [PLACE]
    assert len(commands_in(ran)) >= 1
    assert unknown_commands(ran) == set()


@pytest.mark.parametrize("unit", OF_PRODUCT)
def test_every_service_of_the_product_runs_as_its_account(unit: str) -> None:
    assert values(unit, "User") == values(unit, "Group") == ["neoequity"]
    assert values(unit, "EnvironmentFile")[0] == "/etc/neoequity/environment"


@pytest.mark.parametrize("unit", OF_PRODUCT)
def test_the_owner_of_the_tables_is_known_where_a_command_needs_it(unit: str) -> None:
    needs = bool(commands_in(" ".join(told(unit))) & {*AS_OWNER})
    assert (OWNER in values(unit, "EnvironmentFile")) == needs


def test_the_script_adds_the_owner_for_the_commands_that_need_it() -> None:
    [listed] = re.findall(r"^([a-z |]+)\)$", text(SYSTEMD / "manage"), re.MULTILINE)
    assert {each.strip() for each in listed.split("|")} == AS_OWNER


def test_the_pages_open_behind_the_check_before_deployment() -> None:
    before, serving = told("neoequity-web.service")

    assert before.endswith("manage.py check --deploy --fail-level WARNING")
    assert serving.endswith("manage.py serve")


def test_what_is_under_way_is_answered_before_the_pages_are_killed() -> None:
    assert values("neoequity-web.service", "KillMode") == ["mixed"]
    assert int(values("neoequity-web.service", "TimeoutStopSec")[0]) > GRACE


def test_a_failed_backup_proof_or_mail_sounds_the_alarm() -> None:
    alarmed = [unit for unit in SERVICES if values(unit, "OnFailure")]

    assert alarmed == [name.replace(".timer", ".service") for name in TIMERS]
    assert {values(unit, "OnFailure")[0] for unit in alarmed} == {"neoequity-alarm@%n.service"}


def test_no_unit_may_do_more_than_it_must() -> None:
    held = {
        line.key: line.value for line in units()["hardening.conf"] if line.value != "~@privileged"
    }

    assert held["ProtectSystem"] == "strict"
    assert held["CapabilityBoundingSet"] == ""
    assert held["SystemCallFilter"] == "@system-service"
    strict = (
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectHome",
        "RestrictNamespaces",
    )
    assert {name: held[name] for name in strict} == dict.fromkeys(strict, "yes")


def test_only_the_backup_writes_beside_the_state() -> None:
    writing = {unit: values(unit, "ReadWritePaths") for unit in SERVICES}
    where = writing.pop("neoequity-backup.service")

    assert not any(writing.values())
    assert where == ["/var/backups/neoequity"]
    assert f"d {where[0]} 0700 neoequity neoequity -" in text(SYSTEMD / "neoequity.tmpfiles")


def test_the_page_that_a_unit_leads_to_is_there() -> None:
    pages = {
        line.value for lines in units().values() for line in lines if line.key == "Documentation"
    }

    assert pages == {f"file://{PLACE}/docs/operations.md"}
    assert (ROOT / "docs/operations.md").is_file()


@pytest.mark.parametrize("name", ["environment.example", "owner.example"])
def test_an_example_sets_what_the_product_reads_and_no_secret(name: str) -> None:
    found = variables(SYSTEMD / name)

    assert set(found) <= settings_read()
    assert not any(found[secret] for secret in found if re.search("SECRET|PASSWORD", secret))
    assert all(":PASSWORD@" in found[address] for address in found if address.endswith("_URL"))


def test_what_is_served_is_not_told_the_owner_by_the_example() -> None:
    assert "DATABASE_OWNER_URL" not in variables(SYSTEMD / "environment.example")
    assert set(variables(SYSTEMD / "owner.example")) == {"DATABASE_OWNER_URL"}


def test_the_settings_of_a_unit_are_read() -> None:
    named = {each.partition("=")[0] for unit in OF_PRODUCT for each in values(unit, "Environment")}
    assert named == {"NEOEQUITY_VAR", "BACKGROUND_WORKERS"}
    assert named <= settings_read()


@pytest.mark.parametrize("path", sorted(SYSTEMD.rglob("*.conf")), ids=lambda path: path.name)
def test_what_is_dropped_in_goes_for_every_unit(path: Path) -> None:
    assert path.parent.name == "neoequity-.service.d"
    assert all(name.startswith("neoequity-") for name in SERVICES)
