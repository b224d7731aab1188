"""Entries of one issuer that are posted at once follow each other in its chain."""

from neoequity.books.kinds import sealed_kinds
from neoequity.books.models import ChainHead, Seal
from neoequity.books.proof.chain import prove_chain
from neoequity.people.models import User
from placements.models import Agreement
from tests.factories import AgreementFactory, PlacementFactory
from tests.races import racers
from tests.races.conftest import Race


def test_sales_under_two_agreements_at_once_make_one_chain(
    agreement: Agreement, person: User, race: Race
) -> None:
    for each in (agreement, AgreementFactory(other=True)):
        PlacementFactory(agreement=each, accepted=True, by=person)
    assert race(racers.sell_under_one_of_two_agreements, 6) == ["sold"] * 6
    assert ChainHead.objects.get().length == Seal.objects.count() == 2 + 6
    assert prove_chain(sealed_kinds()).differences == []
