"""The log as JSON: one object a line, whatever a record holds."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from neoequity import environment, logs
from neoequity.logs import JsonFormatter


class Unwritable:
    def __str__(self) -> str:
        raise ValueError("cannot be written")

    __repr__ = __str__


def written(message: object = "Saved.", *parts: object, **more: Any) -> dict[str, str]:
    """What a reader of JSON finds in the one line that a record takes."""
    record = logging.LogRecord("neoequity.work", logging.WARNING, __file__, 1, "", parts, None)
    record.msg, record.created = message, 1_005_674_645.25
    vars(record).update(more)
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert len(line.splitlines()) == 1
    found: dict[str, str] = json.loads(line)
    return found


def failure(error: Exception) -> Any:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.type, caught.value, caught.tb


def test_an_object_tells_time_level_logger_and_message() -> None:
    assert written("Job %s died.", 7) == {
        "time": "2001-11-13T18:04:05.250+00:00",
        "level": "WARNING",
        "logger": "neoequity.work",
        "message": "Job 7 died.",
    }


def test_a_failure_of_ours_brings_its_traceback() -> None:
    found = written(exc_info=failure(ValueError("broken")))

    assert found["exception"].startswith("Traceback (most recent call last):\n")
    assert found["exception"].endswith("ValueError: broken")


def test_a_refused_request_brings_none() -> None:
    assert "exception" not in written(exc_info=failure(ValueError("no")), status_code=404)


def test_a_record_without_a_failure_at_hand_brings_none() -> None:
    assert "exception" not in written(exc_info=(None, None, None))


def test_the_id_that_the_proxy_gave_a_request_is_told(rf: RequestFactory) -> None:
    request = rf.get("/sales/", headers={"X-Request-ID": "7b0e"})

    assert written(request=request)["request"] == "7b0e"


def test_an_endless_id_is_cut(rf: RequestFactory) -> None:
    request = rf.get("/sales/", headers={"X-Request-ID": "7" * 1000})

    assert written(request=request)["request"] == "7" * 200


@pytest.mark.parametrize("request_", [None, object(), SimpleNamespace(headers=["X-Request-ID"])])
def test_what_is_no_request_has_no_id(request_: object) -> None:
    assert "request" not in written(request=request_)


@pytest.mark.parametrize(
    "odd",
    ['a "quoted" word', "two\nlines\r\nand more", "\x00\x1b[31m", "\u2028", "é 漢 🙂"],
)
def test_odd_text_comes_back_as_it_was(odd: str) -> None:
    assert written("Not Found: %s", odd)["message"] == f"Not Found: {odd}"


def test_half_a_character_is_written_as_its_number() -> None:
    assert written("/\ud800")["message"] == "/\\ud800"


@pytest.mark.parametrize(
    ("message", "parts", "kind"),
    [
        ("%s of %s", ("one",), "TypeError"),
        ("%d files", ("many",), "TypeError"),
        ("%s", (Unwritable(),), "ValueError"),
    ],
)
def test_a_message_that_cannot_be_written_is_told_without_its_parts(
    message: str, parts: tuple[object, ...], kind: str
) -> None:
    found = written(message, *parts)

    assert found["message"] == f"{message} (its parts cannot be written: {kind})"


def test_an_object_that_cannot_be_written_is_told_by_its_kind() -> None:
    found = written(Unwritable())

    assert found["message"] == "Unwritable (its parts cannot be written: ValueError)"


def test_a_failure_that_cannot_be_written_is_told_all_the_same() -> None:
    class BadError(Exception):
        __str__ = Unwritable.__str__

    assert "BadError" in written(exc_info=failure(BadError()))["exception"]


@pytest.mark.parametrize(("text", "formatter"), [(None, "line"), ("", "line"), ("json", "json")])
def test_the_setting_chooses_how_the_log_is_written(
    monkeypatch: pytest.MonkeyPatch, text: str | None, formatter: str
) -> None:
    monkeypatch.delenv("NEOEQUITY_LOG_FORMAT", raising=False)
    if text is not None:
        monkeypatch.setenv("NEOEQUITY_LOG_FORMAT", text)

    found = logs.configuration(environment.log_format())

    assert found["handlers"]["stderr"]["formatter"] == formatter
    assert formatter in found["formatters"]


def test_another_format_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEOEQUITY_LOG_FORMAT", "xml")
    with pytest.raises(
        ImproperlyConfigured, match='NEOEQUITY_LOG_FORMAT must be line or json, but it is "xml"'
    ):
        environment.log_format()


def test_the_product_writes_what_the_setting_says(tmp_path: Path) -> None:
    code = "import django, logging; django.setup(); logging.getLogger('neoequity').info('Saved.')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "neoequity.settings",
            "NEOEQUITY_VAR": str(tmp_path),
            "NEOEQUITY_LOG_FORMAT": "json",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stderr)

    assert (found["level"], found["logger"], found["message"]) == ("INFO", "neoequity", "Saved.")
