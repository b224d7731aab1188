"""Every address of the product, found by walking its resolver."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver, resolve


def names(found: Any = None, space: str = "") -> Iterator[str]:
    """The name of every address, with its namespace; "None" for one without a name."""
    for each in (found or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def name_of(address: str) -> str:
    """The name of an address of the table, whichever row it is about."""
    found = resolve(re.sub(r"{\w+}", "1", address.partition("?")[0]))
    return ":".join([*found.namespaces, str(found.url_name)])
