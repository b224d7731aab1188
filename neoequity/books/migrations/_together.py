"""Rules added in one step: one by one, each renders all models anew, and 250 take 25 seconds."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

# The option of a model that each operation adds to, and what it adds.
_ADDS = {
    AddConstraint: ("constraints", "constraint"),
    AddIndex: ("indexes", "index"),
    AddTrigger: ("triggers", "trigger"),
}


class AddTogether(Operation):
    """These operations on the models of one app; the state is the same as after each of them."""

    def __init__(self, operations: Sequence[AddConstraint | AddIndex | AddTrigger]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for each in self.operations:
            option, added = _ADDS[type(each)]
            options = state.models[app_label, each.model_name.lower()].options
            options[option] = [*options.get(option, ()), getattr(each, added)]
        for name in {each.model_name.lower() for each in self.operations}:
            state.reload_model(app_label, name, delay=True)

    def database_forwards(self, app_label: str, schema_editor: Any, *states: ProjectState) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: ProjectState) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        return f"Add {len(self.operations)} constraints, indexes and triggers"
