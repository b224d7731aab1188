"""PostgreSQL, with the server started when a connection finds none; HOST is its directory."""

from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base

from neoequity.embedded.server import Server, ServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper, but for where the server is and what to do when it is gone."""

    @property
    def server(self) -> Server:
        return Server(Path(self.settings_dict["HOST"]))

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "host": str(self.server.socket_directory)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            try:
                self.server.ensure_running()
            except ServerError as error:
                raise psycopg2.OperationalError(str(error)) from error
            return super().get_new_connection(conn_params)
