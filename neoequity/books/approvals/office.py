"""The office's choice as rows, which the rules of the database read: see `second_person`."""

from django.db import models

from neoequity.books.approvals.second_person import SECOND_PERSON, needs_second_person
from neoequity.books.triggers.second_person import SECOND_PERSON_TRIGGERS


class SecondPerson(models.Model):
    """Whether a second person must approve acts of this `kind`.

    Written from the settings after each migration, by the owner of the tables: the application may
    read it and not write it. `verify_ledger` compares the two.
    """

    kind = models.CharField(max_length=20, primary_key=True)
    is_needed = models.BooleanField()

    class Meta:
        default_permissions = ()
        triggers = SECOND_PERSON_TRIGGERS

    def __str__(self) -> str:
        return f"{self.kind}: {'approved by a second person' if self.is_needed else 'posted alone'}"

    @classmethod
    def differences(cls) -> list[str]:
        """A sentence for each kind of act on which the row and the setting disagree."""
        stored, chosen = dict(cls.objects.values_list("kind", "is_needed")), _chosen()
        return [
            f"The database {_WORDS[stored.get(kind)]} a second person for {kind}, and "
            f"NEOEQUITY_FOUR_EYES {_WORDS[chosen.get(kind)]} one: run manage.py migrate."
            for kind in sorted(stored.keys() | chosen.keys())
            if stored.get(kind) != chosen.get(kind)
        ]

    @classmethod
    def follow_settings(cls) -> None:
        """As the owner of the tables: replace the rows with what the settings say, if they differ.

        The role of an application that may not write them leaves them; `verify_ledger` then tells.
        """
        if cls.differences():
            cls.objects.exclude(kind__in=SECOND_PERSON).delete()
            for kind, is_needed in _chosen().items():
                cls.objects.update_or_create(kind=kind, defaults={"is_needed": is_needed})


_WORDS = {True: "asks for", False: "does not ask for", None: "does not say whether it asks for"}


def _chosen() -> dict[str, bool]:
    return {kind: needs_second_person(kind) for kind in SECOND_PERSON}
