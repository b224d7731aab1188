"""Where the books are: the primary, the owner of its tables and a replica, by their addresses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from neoequity import environment
from neoequity.embedded.base import APPLICATION
from neoequity.embedded.server import USER


def database(environ: Mapping[str, str], var: Path) -> dict[str, Any]:
    """The database of DATABASE_URL, else the embedded server in var/postgres.

    In it the product is the application: it reads and writes rows and can do nothing else.
    """
    config = _read_url(environ, "DATABASE_URL") or {
        "ENGINE": "neoequity.embedded",
        "HOST": str(var / "postgres"),
        "PORT": "5432",
        "NAME": "postgres",
        "USER": APPLICATION,
    }
    # Health checks let a worker recover from a server that was restarted meanwhile.
    options = {"connect_timeout": 10, **config.get("OPTIONS", {})}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def owner(environ: Mapping[str, str], database: Mapping[str, Any]) -> dict[str, Any]:
    """What differs in the settings of the database for the owner of its tables.

    It is empty when DATABASE_OWNER_URL does not say who that is: then there is one role for all.
    """
    config = _read_url(environ, "DATABASE_OWNER_URL")
    if not config:
        return {"USER": USER} if database["ENGINE"] == "neoequity.embedded" else {}
    if config["NAME"] != database["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL and DATABASE_OWNER_URL must name the same database: one says who uses "
            "it, the other who owns its tables."
        )
    options = {**database["OPTIONS"], **config.get("OPTIONS", {})}
    same = {name: config.get(name, "") for name in ("HOST", "PORT", "USER", "PASSWORD")}
    return {**same, "OPTIONS": options}


def replica(environ: Mapping[str, str], database: Mapping[str, Any]) -> dict[str, Any]:
    """The streaming replica of DATABASE_REPLICA_URL; empty if it is not set.

    One that is out of reach is noticed in seconds, as the primary answers instead.
    """
    config = _read_url(environ, "DATABASE_REPLICA_URL")
    if not config:
        return {}
    if config["NAME"] != database["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL and DATABASE_REPLICA_URL must name the same database: one is the "
            "primary, the other its replica."
        )
    options = {"connect_timeout": 2, **_NOTICED_SOON, **config.get("OPTIONS", {})}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


# Seconds without a word until a server is asked whether it lives, and how often; then it does not.
_NOTICED_SOON = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}


def _read_url(environ: Mapping[str, str], name: str) -> dict[str, Any]:
    """The database of this variable; empty if it is not set."""
    url = environment.secret(name, environ)
    if not url:
        return {}
    try:
        config = {**dj_database_url.parse(url)}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read as a URL.") from error
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            f"{name} must name a PostgreSQL database: postgres://user:password@host/name."
        )
    return config
