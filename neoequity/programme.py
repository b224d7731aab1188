"""A programme file, read and loaded whole: what the placements and the warrants each say of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from placements.actions.programme import load_programme
from placements.terms.programme import Programme
from placements.terms.programme_file import read_programme
from placements.terms.refusal import Reason, Refused
from warrants.actions.programme import load_warrants
from warrants.terms.programme import KEYS, WarrantProgramme, read_warrants


class WholeProgramme(NamedTuple):
    """What each app has read in the same file."""

    placements: Programme
    warrants: WarrantProgramme


def read_whole(content: Mapping[str, Any]) -> WholeProgramme:
    """The values of a programme file. Raises Refused with the sentences of both readers."""
    faults: list[Reason] = []
    placements = warrants = agents = None
    try:
        rest = {key: value for key, value in content.items() if key not in KEYS}
        placements = read_programme(rest)
        agents = {agreement.value("agent") for agreement in placements.agreements}
    except Refused as refused:
        faults += refused.reasons
    try:
        warrants = read_warrants(content, agents)
    except Refused as refused:
        faults += refused.reasons
    if placements is None or warrants is None:
        raise Refused(faults)
    return WholeProgramme(placements, warrants)


@transaction.atomic
def load_whole(
    programme: WholeProgramme, *, by: User, today: date, with_history: bool = False
) -> list[str]:
    """Load the terms, then holders and series, all of it or nothing; the names of what was made."""
    made = load_programme(programme.placements, by=by, today=today, with_history=with_history)
    issuer = programme.placements.issuer.slug
    return made + load_warrants(programme.warrants, issuer, by=by, today=today)
