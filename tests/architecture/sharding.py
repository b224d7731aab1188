"""How each table would stand on a database sharded by issuer; docs/scale.md has it all."""

from collections import deque
from typing import NamedTuple

from django.apps import apps
from django.db.models import Field, Model, UniqueConstraint

from neoequity.books.models import Issuer

Way = tuple["Field[object, object]", ...]

#: Tables that no foreign key leads from to the issuer for every row, and how each would stand.
REFERENCE = "reference table: a copy on every node"
LOCAL = "local: on the coordinator alone"
PER_ISSUER = "to add: issuer_id, empty for what is of no issuer"
WITHOUT_ISSUER = {
    "auth_group": REFERENCE,
    "auth_group_permissions": REFERENCE,
    "auth_permission": REFERENCE,
    "django_content_type": REFERENCE,
    "people_user": REFERENCE,
    "people_user_groups": REFERENCE,
    "people_user_user_permissions": REFERENCE,
    "people_credentialchange": REFERENCE,
    "people_issuerright": REFERENCE,
    "books_exceptionalday": REFERENCE,
    "books_marketclosure": REFERENCE,
    "books_secondperson": REFERENCE,
    "books_document": "to add: issuer_id; kept once for its bytes and issuer, not once for all",
    "books_changelog": "to add: issuer_id; a log for each issuer, and one for what is of none",
    "books_loggedchange": PER_ISSUER,
    "placements_attachment": "to add: issuer_id, that of the record it is attached to",
    "pghistory_context": PER_ISSUER,
    "books_ledgerproof": LOCAL,
    "books_exceptionaldayevent": LOCAL,
    "people_credentialchangeevent": LOCAL,
    "people_membershipevent": LOCAL,
    "people_userevent": LOCAL,
    "neoequity_secondfactorevent": LOCAL,
    "api_apitoken": LOCAL,
    "api_apitokenevent": LOCAL,
    "axes_accessattempt": LOCAL,
    "axes_accessattemptexpiration": LOCAL,
    "axes_accessfailurelog": LOCAL,
    "axes_accesslog": LOCAL,
    "django_admin_log": LOCAL,
    "django_session": LOCAL,
    "django_migrations": LOCAL,
    "mail_mailchoice": LOCAL,
    "mail_sentmail": LOCAL,
    "otp_static_staticdevice": LOCAL,
    "otp_static_statictoken": LOCAL,
    "otp_totp_totpdevice": LOCAL,
    "placements_rememberedcolumn": LOCAL,
    "saved_savedview": LOCAL,
    "work_job": LOCAL,
    "work_piece": LOCAL,
}


class Standing(NamedTuple):
    """A table: its key, and its unique constraints that would have to name the issuer as well."""

    table: str
    key: str
    unique: str


def tables() -> list[type[Model]]:
    """Every table of the product, by its name."""
    ours = [
        each
        for each in apps.get_models(include_auto_created=True)
        if each._meta.managed and not each._meta.proxy and not each.__module__.startswith("tests.")
    ]
    return sorted(ours, key=lambda model: model._meta.db_table)


def distributed(model: type[Model]) -> bool:
    """Whether its rows are of an issuer each, as a foreign key says that is never empty."""
    way = _way(model)
    return way is not None and not any(field.null for field in way)


def way_to_the_issuer(model: type[Model]) -> tuple[str, str | None]:
    """The column that leads to the issuer, and the table in between; None if there is none."""
    way = _way(model)
    assert way is not None
    if not way:
        return "id", None
    parent = way[0].related_model
    assert isinstance(parent, type)
    return str(way[0].column), None if parent is Issuer else parent._meta.db_table


def standing(model: type[Model]) -> Standing:
    """How this table would stand."""
    table, way = model._meta.db_table, _way(model)
    if way is None:
        key = WITHOUT_ISSUER[table]
        is_whole = key in (REFERENCE, LOCAL)
        return Standing(table, key, "" if is_whole else _unique_without_issuer(model))
    if not way:
        return Standing(table, "by id, which is the issuer_id of all others", "")
    if way[0].related_model is Issuer:
        key = f"by {way[0].column}"
    else:
        key = f"to add: issuer_id, that of {' of '.join(field.name for field in way[-2::-1])}"
    return Standing(table, key, _unique_without_issuer(model))


def document_rows() -> list[str]:
    """The lines of the table in docs/scale.md."""
    return [f"| `{each.table}` | {each.key} | {each.unique} |" for each in map(standing, tables())]


def _way(model: type[Model]) -> Way | None:
    """The foreign keys that lead to the issuer, the fewest; None where none do."""
    if model._meta.db_table in WITHOUT_ISSUER:
        return None
    waiting: deque[tuple[type[Model], Way]] = deque([(model, ())])
    seen = {model}
    while waiting:
        here, way = waiting.popleft()
        if here is Issuer:
            return way
        for field in here._meta.concrete_fields:
            there = field.related_model
            if isinstance(there, type) and there not in seen:
                seen.add(there)
                waiting.append((there, (*way, field)))
    return None


def _unique_without_issuer(model: type[Model]) -> str:
    names = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and "issuer" not in constraint.fields
    ]
    columns = [
        f"{field.name}"
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key and field.related_model is not Issuer
    ]
    return ", ".join([*(f"`{name}`" for name in names), *columns])
