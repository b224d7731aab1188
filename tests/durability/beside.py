"""A second web host and a streaming replica beside a product that has a server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from neoequity.embedded.server import Server
from tests.browser.served import Product
from tests.durability.servers import Standby, place_of
from tests.enterable import enterable
from tests.offices import at

TODAY = "2001-11-13"


class Beside(NamedTuple):
    """The other host on the same books, and the replica that both know."""

    other: Product
    standby: Standby


@contextmanager
def beside(product: Product) -> Iterator[Beside]:
    """Start both; a commit is acknowledged when the replica has it on its disk as well."""
    primary = Server(product.directory / "var" / "postgres")
    standby = Standby(primary, enterable() / "standby")
    directory = enterable()
    office = at(place_of(primary))
    office.environment["NEOEQUITY_VAR"] = str(directory / "var")
    other = Product(directory, office)
    try:
        standby.be_waited_for()
        product.stop()
        for each in (product, other):
            each.further = {"DATABASE_REPLICA_URL": standby.url}
            each.start(TODAY)
        yield Beside(other, standby)
    finally:
        other.remove()
        product.stop()
        standby.no_longer_be_waited_for()
        standby.stop()
