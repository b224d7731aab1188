"""The image and compose.yaml: what they name exists, and what they promise of security is there.

No image is built here; what linters find, and what each step does, was looked at by hand.
"""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from neoequity.embedded import server
from neoequity.web_server import GRACE
from tests.architecture.source import APPS, ROOT
from tests.deploy.files import (
    CONTAINER,
    DEPLOY,
    commands_in,
    compose,
    instructions,
    last_stage,
    services,
    settings_read,
    text,
    unknown_commands,
    without_file,
)

PRODUCT = {"manage.py", "templates", *APPS}
SITE = "equity.example.com"
#: What make-secrets makes, which is in no clone.
MADE = {"secrets", "secrets.new", ".env", "settings.env"}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The folder of compose.yaml, elsewhere."""
    found = tmp_path / "container"
    shutil.copytree(CONTAINER, found, ignore=shutil.ignore_patterns("secrets*", ".env"))
    return found


def make_secrets(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(folder / "make-secrets"), *names], capture_output=True, text=True, check=False
    )


# The image


def test_both_stages_are_the_python_of_the_checks() -> None:
    images = [told.partition(" ")[0] for name, told in instructions() if name == "FROM"]
    of_checks = re.findall(r"image: python:([\d.]+)-", text(ROOT / ".github/workflows/ci.yml"))

    assert images == ["python:3.11-slim", "python:3.11-slim"]
    assert set(of_checks) == {"3.11"}
    assert "Python 3.11 or newer" in text(ROOT / "README.md")


def test_the_image_holds_the_product_and_nothing_else() -> None:
    copied = [told.split() for name, told in last_stage() if name == "COPY"]

    assert {source for source, _ in copied} == PRODUCT
    assert all((ROOT / source).exists() for source, _ in copied)


def test_the_context_lets_in_what_is_copied_and_nothing_else() -> None:
    lines = [
        line for line in text(ROOT / ".dockerignore").splitlines() if line[:1] not in ("#", "")
    ]
    let_in = {line[1:] for line in lines if line.startswith("!")}

    assert lines[0] == "*"
    assert let_in == {*PRODUCT, "requirements.txt", "requirements.lock"}


def test_the_last_stage_installs_no_tool_and_is_nobody() -> None:
    found = last_stage()
    ran = " ".join(told for name, told in found if name == "RUN")

    assert not re.findall(r"apt|gcc|curl|wget|git ", ran)
    assert "pip uninstall" in ran
    assert [told for name, told in found if name == "USER"] == ["10001:10001"]


def test_the_image_tells_whether_it_lives() -> None:
    [(_, told)] = [each for each in last_stage() if each[0] == "HEALTHCHECK"]
    assert "http://127.0.0.1:8000/healthz" in told


# The services


@pytest.mark.parametrize("name", ["db", "prepare", "web", "worker", "proxy"])
def test_every_service_is_locked_down(name: str) -> None:
    service = services()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])


def test_these_are_all_services() -> None:
    assert list(services()) == ["db", "prepare", "web", "worker", "proxy"]


def test_the_proxy_alone_can_be_reached_from_outside() -> None:
    assert [name for name, each in services().items() if "ports" in each] == ["proxy"]
    assert services()["db"]["networks"] == ["inside"]
    assert services()["proxy"]["networks"] == ["outside"]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_the_database_is_the_release_that_the_tests_run_on() -> None:
    [release] = re.findall(r"PostgreSQL (\d+) as a wheel", text(ROOT / "requirements.txt"))

    assert services()["db"]["image"] == f"postgres:{release}"
    assert server.PROGRAMS.parent.name == f"pginstall{release}"


def test_the_database_orders_text_as_the_embedded_one_does() -> None:
    made = services()["db"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    embedded = (ROOT / "neoequity/embedded/server.py").read_text(encoding="utf-8")

    assert [option for option in made if f'"{option}"' not in embedded] == []
    assert "--builtin-locale=C.UTF-8" in made


def test_only_who_prepares_knows_the_owner_of_the_tables() -> None:
    knowing = {name for name, each in services(True).items() if "owner_url" in each["secrets"]}
    told = {
        name
        for name, each in services(True).items()
        if "DATABASE_OWNER_URL" in str(each["environment"])
    }

    assert (knowing, told) == ({"prepare"}, {"prepare"})


def test_the_pages_open_behind_the_check_before_deployment() -> None:
    command = services()["web"]["command"][-1]

    assert command.split(" && ") == [
        "python manage.py check --deploy --fail-level WARNING",
        "exec python manage.py serve",
    ]


def test_what_is_under_way_is_answered_before_a_container_is_killed() -> None:
    assert int(services()["web"]["stop_grace_period"].removesuffix("s")) > GRACE


def test_an_init_takes_in_the_processes_of_killed_workers() -> None:
    assert all(each["init"] for each in services(True).values())


def test_every_command_exists() -> None:
    told = text(CONTAINER / "Dockerfile") + text(CONTAINER / "compose.yaml")
    told = told.replace('", "', " ").replace("manage.py, ", "manage.py ")

    assert {"check", "prepare", "serve", "worker"} <= commands_in(told)
    assert unknown_commands(told) == set()


def test_every_setting_is_one_that_the_product_reads() -> None:
    named = {name for each in services(True).values() for name in each["environment"]}
    of_image = {
        name
        for instruction, told in last_stage()
        if instruction == "ENV"
        for name in re.findall(r"(\w+)=", told)
    }

    assert {without_file(name) for name in named | of_image} - {
        "PYTHONUNBUFFERED"
    } <= settings_read()


def test_every_file_and_volume_that_is_mounted_is_there() -> None:
    mounted = [each.split(":") for found in services().values() for each in found["volumes"]]
    sources = {source for source, *inside in mounted if inside}
    files = {source for source in sources if source.startswith(".")}

    assert [source for source in files if not (CONTAINER / source).is_file()] == []
    assert sources - files == set(compose()["volumes"])


def test_every_image_says_its_release() -> None:
    images = [each["image"] for each in services().values()]
    assert [
        image for image in images if not re.search(r":[^:]+$", image) or ":latest" in image
    ] == []


# Secrets


def test_every_secret_that_is_named_is_made(copied: Path) -> None:
    done = make_secrets(copied, SITE)
    found = {each.name: each.read_text() for each in (copied / "secrets").iterdir()}

    assert done.returncode == 0, done.stderr
    assert {f"secrets/{name}" for name in found} == {
        each["file"] for each in compose()["secrets"].values()
    }
    assert len(set(found.values())) == len(found)
    assert len(found["secret_key"]) == 64
    assert (copied / ".env").read_text() == f"NEOEQUITY_DOMAIN={SITE}\n"


def test_the_addresses_hold_the_passwords_of_their_roles(copied: Path) -> None:
    make_secrets(copied, SITE)
    found = {each.name: each.read_text() for each in (copied / "secrets").iterdir()}

    password = found["application_password"]
    assert found["database_url"] == f"postgres://equity_app:{password}@db:5432/equity"
    assert found["owner_url"] == f"postgres://equity_owner:{found['owner_password']}@db:5432/equity"


def test_nobody_else_reads_them(copied: Path) -> None:
    done = make_secrets(copied, SITE)
    folder = copied / "secrets"
    found = {each.read_text() for each in folder.iterdir()}

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o444}
    assert not [secret for secret in found if secret in done.stdout + done.stderr]


def test_secrets_that_are_there_are_never_replaced(copied: Path) -> None:
    make_secrets(copied, SITE)
    key = (copied / "secrets/secret_key").read_text()

    again = make_secrets(copied, "other.example.com")

    assert again.returncode == 1
    assert "already; nothing was changed." in again.stderr
    assert (copied / "secrets/secret_key").read_text() == key
    assert SITE in (copied / ".env").read_text()


@pytest.mark.parametrize("name", ["", "two words", "a;b", "$HOME", "https://equity.example.com"])
def test_a_site_without_a_name_is_refused(copied: Path, name: str) -> None:
    done = make_secrets(copied, name)

    assert done.returncode == 1
    assert done.stderr.startswith("Name the site, such as: ")
    assert not (copied / "secrets").exists()


def test_no_file_holds_a_secret() -> None:
    given = r"postgres(?:ql)?://[^\s:]+:(?!PASSWORD@|%s@)[^\s@]+@"
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and not MADE & {*path.parts}]

    assert len(files) > 10
    assert [path.name for path in files if re.search(given, text(path))] == []


def test_services_are_told_secrets_by_file_alone() -> None:
    told = {
        name: value
        for service in services().values()
        for name, value in service["environment"].items()
        if re.search("PASSWORD|SECRET|_URL", name)
    }

    assert len(told) == 5
    assert [name for name, path in told.items() if not path.startswith("/run/secrets/")] == []
