"""Odd input never gives a 5xx: generated oddities to every address, parameter, field and upload.

A run sends a counted number of requests, the same ones each time; docs/security.md says how many.
ODD=10 sends ten times as many, with ten times as many oddities to each place.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any
from urllib.parse import quote_from_bytes

from django.conf import settings
from django.test import Client

from tests.odd_input.cells import Places, all_pages, choices, lookups, segments
from tests.odd_input.files import MAILS, files
from tests.odd_input.sending import FORM, REQUESTS, Send, Sender, failures, in_turns
from tests.odd_input.values import EXTREMES, chance, drawn
from tests.permissions.house import House
from tests.permissions.people import STRANGER, TREASURY

HEADERS = (
    *("cookie", "user-agent", "referer", "origin", "accept", "accept-language", "accept-encoding"),
    *(
        "if-none-match",
        "if-modified-since",
        "range",
        "x-forwarded-for",
        "x-forwarded-proto",
        "host",
    ),
    *("hx-request", "hx-current-url", "hx-target", "hx-trigger", "hx-boosted", "hx-prompt"),
    *("x-csrftoken", "authorization", "content-type", "content-length", "transfer-encoding"),
)
COOKIES = ("sessionid", "csrftoken", "messages", "other")
CONTENT_TYPES = (
    *(FORM, f"{FORM}; charset=utf-16", f"{FORM}; charset=hex", f"{FORM}; charset=", "\0", "é"),
    *("text/plain; charset=undefined", "application/json", "a/b; charset=\0", "a/b; c*=x; c*0=y"),
    *("multipart/form-data", "multipart/form-data; boundary=a", f"a/b; c*{'9' * 5_000}*=x"),
    *("multipart/form-data; boundary=a; charset=hex", "a/b; charset*=undefined''x"),
)
_PART = b"--a\r\nContent-Disposition: form-data; "
BODIES = (
    _PART + b"name=%s\r\n\r\n%s\r\n--a--\r\n",
    _PART + b"name*=x; name*0=%s\r\n\r\n%s\r\n--a--\r\n",
    _PART + b"name=document; filename*=hex''%s\r\n\r\n%s\r\n--a--\r\n",
    _PART + b"name=document; filename=%s\r\n\r\n%s",
    _PART + b"name=%s; filename=a\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--a--\r\n",
    b"%s=%s",
)

Clients = Mapping[str, Client]
Requests = Iterator[tuple[str, Send]]


def test_no_query_is_a_failure(found: Places, clients: Clients) -> None:
    def requests() -> Requests:
        for cell, role, value in in_turns(found.queries, "queries"):
            yield sender.ask(role, cell, value)

    sender = Sender(clients)
    asked = {(cell.address, cell.name) for cell in found.queries}
    assert {("/sales/", name) for name in ("method", "trade_from", "page", "sort")} <= asked
    assert ("/agreements/sales-agreement/", "known_at") in asked
    assert ("/periods/close/?issuer=neotherapeutics&period=2001-07", "issuer") in asked
    assert failures("queries", requests()) == []


def test_no_lookup_in_the_admin_is_a_failure(clients: Clients) -> None:
    def requests() -> Requests:
        few = chance().sample(list(lookups()), REQUESTS["lookups"])
        for cell, role, value in in_turns(few, "lookups"):
            yield sender.ask(role, cell, value)

    sender = Sender(clients)
    assert failures("lookups", requests()) == []


def test_no_form_is_a_failure(found: Places, clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        for cell, role, value in in_turns(found.forms, "forms"):
            sent = {**cell.rest, cell.name: (value,)}
            if not cell.name:
                sent = {name: (luck.choice(EXTREMES),) for name in cell.rest}
            yield sender.submit(role, cell, sent)

    sender = Sender(clients)
    typed = {(cell.address, cell.name) for cell in found.forms}
    assert {("/sales/new/", name) for name in ("placement", "shares", "price", "check")} <= typed
    assert {("/settlements/deliver/", name) for name in ("sale", "delivered_on")} <= typed
    assert ("/admin/placements/agreement/add/", "fee_tiers-TOTAL_FORMS") in typed
    assert failures("forms", requests()) == []


def test_no_choice_of_rows_is_a_failure(house: House, clients: Clients) -> None:
    def requests() -> Requests:
        for cell, role, value in in_turns(choices(house, clients), "chosen rows"):
            yield sender.submit(role, cell, {**cell.rest, cell.name: (value,)})

    sender = Sender(clients)
    assert failures("chosen rows", requests()) == []


def test_no_address_is_a_failure(house: House, clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        patterns = list(segments(all_pages(house)))
        luck.shuffle(patterns)
        for (pattern, roles), value in zip(cycle(patterns), drawn(luck), strict=False):
            path = pattern.replace("\0", quote_from_bytes(value, safe=""))
            yield sender.send(luck.choice(roles), path)

    sender = Sender(clients)
    assert failures("addresses", requests()) == []


def test_no_header_and_no_cookie_is_a_failure(clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        addresses = ("/", "/sales/", "/accounts/login/", "/admin/", "/exports/sales.csv", "/no")
        for value in drawn(luck):
            name, role = luck.choice((*HEADERS, *COOKIES)), luck.choice((STRANGER, TREASURY))
            text = value.decode("iso-8859-1")
            header: dict[str, Any] = {name.upper().replace("-", "_"): text}
            if name in COOKIES:
                header = {"HTTP_COOKIE": f"{sender.cookies[role]}; {name}={text}"}
            elif not name.startswith("content"):
                header = {f"HTTP_{key}": text for key in header}
            yield sender.send(role, luck.choice(addresses), **header)

    sender = Sender(clients)
    assert failures("headers", requests()) == []


def test_no_body_is_a_failure(clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        oddities = drawn(luck)
        addresses = ("/accounts/login/", "/sales/new/", "/settlements/deliver/")
        for value in oddities:
            role, kind = luck.choice((STRANGER, TREASURY)), luck.choice(CONTENT_TYPES)
            body = luck.choice(BODIES) % (value, next(oddities))
            yield sender.send(role, luck.choice(addresses), "POST", body, content_type=kind)

    sender = Sender(clients)
    assert failures("bodies", requests()) == []


def test_no_upload_is_a_failure(found: Places, clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        names = drawn(luck)
        for cell, content in zip(cycle(fields), files(luck), strict=False):
            yield sender.upload(cell, next(names).decode(errors="replace"), content)

    sender = Sender(clients)
    fields = [cell for cell in found.forms if cell.rest.get(cell.name) == ()]
    assert len(fields) == 16
    assert len(MAILS) < REQUESTS["uploads"]
    assert failures("uploads", requests()) == []


def test_no_method_is_a_failure(house: House, clients: Clients) -> None:
    def requests() -> Requests:
        luck = chance()
        pages = all_pages(house)
        methods = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "ODD", "get", "")
        while True:
            page = luck.choice(pages)
            role = luck.choice((STRANGER, *sorted(page.get or page.post)))
            yield sender.send(role, page.address, luck.choice(methods))

    sender = Sender(clients)
    assert failures("methods", requests()) == []


def test_the_security_page_counts_the_requests() -> None:
    text = (settings.BASE_DIR / "docs" / "security.md").read_text(encoding="utf-8")
    assert re.findall(r"([\d,]+) requests with oddities", text) == [f"{sum(REQUESTS.values()):,}"]
