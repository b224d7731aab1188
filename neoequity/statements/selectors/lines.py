"""What the lines of a statement say, and what none of them says."""

from django.db.models import Count, Q

from neoequity.statements.models import Statement

_FIGURES = (
    *("shares", "price", "gross", "commission", "fees", "net", "amount", "settles_on"),
    *("reference", "text"),
)


def unstated(statement: Statement) -> list[str]:
    """The columns in which no line of a statement says anything; one query."""
    texts = {"reference", "text"}
    found = statement.lines.aggregate(
        **{
            f"with_{name}": Count("pk", filter=~Q(**{name: ""})) if name in texts else Count(name)
            for name in _FIGURES
        }
    )
    return [name for name in _FIGURES if not found[f"with_{name}"]]
