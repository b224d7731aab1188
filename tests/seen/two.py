"""The books of `tests.permissions.house` twice: ours, and those of another issuer.

The other's rows are copies, with keys of their own and a word in their names that ours never have.
"""

from django.db import connection

from neoequity.books.models import Issuer
from neoequity.people.models import IssuerRight, User
from tests.benchmarks.copied_issuers import APART, copy_the_issuer
from tests.permissions.house import House
from tests.permissions.people import READ

#: Stands in whatever a page or a file tells of the other issuer.
WORD = "zyxwell"
#: Text of the other's rows, by table: columns that are names, and columns that are addresses.
_NAMED = {
    "books_issuer": ("name", "slug"),
    "placements_agreement": ("name", "slug"),
    "placements_agreementevent": ("name", "slug"),
    "placements_termversion": ("name", None),
    "warrants_holder": ("name", "slug"),
    "warrants_holderevent": ("name", "slug"),
    "warrants_series": ("name", "slug"),
    "warrants_seriesevent": ("name", "slug"),
    "statements_sender": ("name", None),
    "company_filing": ("remark", None),
    "placements_placement": ("remark", None),
}


class Two:
    """`house` is of our issuer; readers in it see `ours` alone, unless a test says otherwise."""

    def __init__(self) -> None:
        self.house = House()
        self.ours = Issuer.objects.get()
        copy_the_issuer(1)
        _name_the_other()
        self.theirs = Issuer.objects.exclude(pk=self.ours.pk).get()
        for role in READ:
            confine(self.house.people[role], self.ours)

    @property
    def their_keys(self) -> dict[str, int]:
        """The keys of the other's rows, by the names of `house.keys`."""
        return {name: key + APART for name, key in self.house.keys.items()}


def confine(person: User, *issuers: Issuer) -> None:
    """Have the person see these issuers alone; with none, all."""
    person.issuer_rights.all().delete()
    for issuer in issuers:
        IssuerRight.objects.create(user=person, issuer=issuer)


def _name_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        for table, (name, slug) in _NAMED.items():
            columns = [f"{name} = left('{WORD.title()} ' || {name}, 100)"]
            if slug is not None:
                columns.append(f"{slug} = '{WORD}-' || {slug}")
            key = "pgh_id" if table.endswith("event") else "id"
            cursor.execute(
                f"UPDATE {table} SET {', '.join(columns)} "  # noqa: S608  # names of our tables
                f"WHERE {key} - {APART} IN (SELECT {key} FROM {table})"
            )
        cursor.execute("SET session_replication_role = origin; RESET ROLE")
