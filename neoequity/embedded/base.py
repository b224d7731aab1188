"""A PostgreSQL backend that starts its server when a connection fails; HOST is its directory.

On the server there are two roles: USER of the server, who may do everything, and APPLICATION.
"""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from psycopg2.errors import DuplicateObject, UniqueViolation
from psycopg2.extensions import connection

from neoequity.embedded.server import USER, Server, ServerError

APPLICATION = "neoequity_app"
# Raised by the later of two processes that make it at one moment.
_IS_THERE = (DuplicateObject, UniqueViolation)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper, which knows where the server is and starts it when it is down."""

    @property
    def server(self) -> Server:
        return Server(Path(self.settings_dict["HOST"]))

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "host": str(self.server.socket_directory)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> connection:
        opened: connection
        try:
            opened = super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            try:
                self.server.ensure_running()
            except ServerError as error:
                raise psycopg2.OperationalError(str(error)) from error
            self._make_application()
            opened = super().get_new_connection(conn_params)
        return opened

    def _make_application(self) -> None:
        """Make its role, unless it is there. What it may do, it is given with the tables."""
        place = {name: self.get_connection_params()[name] for name in ("host", "port")}
        with (
            closing(psycopg2.connect(**place, user=USER, dbname="postgres")) as opened,
            opened,
            opened.cursor() as cursor,
            suppress(*_IS_THERE),
        ):
            cursor.execute(f"CREATE ROLE {APPLICATION} LOGIN")
