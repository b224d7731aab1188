"""The groups of users, and what a right is: who may do what, with which permissions."""

from typing import NamedTuple

TREASURY, CFO, CONTROLLER = "Treasury", "CFO", "Controller"
AUDITOR, ADMINISTRATOR = "Auditor", "Administrator"
GROUPS = (TREASURY, CFO, CONTROLLER, AUDITOR, ADMINISTRATOR)
READERS = (TREASURY, CFO, CONTROLLER, AUDITOR)


class Right(NamedTuple):
    """What members of `groups` may do, and the permissions (app.codename) it requires."""

    description: str
    groups: tuple[str, ...]
    permissions: tuple[str, ...]


def rows(app: str, verbs: str, *models: str) -> tuple[str, ...]:
    """The permissions for these verbs on these models: `rows("placements", "add", "sale")`."""
    return tuple(f"{app}.{verb}_{model}" for model in models for verb in verbs.split())


def filing(*permissions: str) -> Right:
    """The right to attach documents, with the permission for each attachment table."""
    return Right(
        "Attach documents to the records they support", (TREASURY, CFO, CONTROLLER), permissions
    )


READ = Right(
    "Read the books, their history and documents, and export them", READERS, ("books.read_books",)
)
APPROVE = Right("Approve or reject other people's requests", (CFO,), ("books.approve",))
FILE = filing(*rows("books", "add", "recordattachment"))
CLOSE = Right(
    "Close periods, and request their reopening",
    (CONTROLLER,),
    ("books.close_period", "books.ask_reopening"),
)
