"""A PostgreSQL backend that starts its server when a connection fails; HOST is its directory."""

from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from psycopg2.extensions import connection

from neoequity.embedded.server import Server, ServerError


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
            opened = super().get_new_connection(conn_params)
        return opened
