"""Triggers whose functions run with the rights of the owner of the tables.

So they may write what the application may not write itself: see `DIRECT_STATEMENT` in `pieces`.
"""

from typing import Any

import pgtrigger
from pgtrigger import compiler

_LANGUAGE = "$$ LANGUAGE plpgsql"
# A fixed path, or whoever calls could put tables of their own in the place of ours.
_AS_OWNER = f"{_LANGUAGE} SECURITY DEFINER SET search_path = public, pg_temp"


class OwnedTriggerSql(compiler.UpsertTriggerSql):
    """As pgtrigger installs a trigger, but its function runs as its owner. Migrations name it."""

    def get_template(self) -> str:
        head, _, tail = super().get_template().rpartition(_LANGUAGE)
        return head + _AS_OWNER + tail


class OwnedTrigger(pgtrigger.Trigger):
    """A trigger whose function runs as its owner, whoever sent the statement."""

    def compile(self, model: Any) -> compiler.Trigger:
        """For migrations, and for the comparison with what stands."""
        compiled = super().compile(model)
        return compiler.Trigger(name=compiled.name, sql=OwnedTriggerSql(**compiled.sql.kwargs))
