"""The proof of all the books: ledger, register, the chain over both, and accounts."""

from collections.abc import Iterator

from neoequity.books.kinds import checks_of, sealed_kinds
from neoequity.books.market import MarketClosure
from neoequity.books.proof.chain import prove_chain
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import Proof, prove, together
from neoequity.books.snapshot import one_snapshot
from neoequity.people.proof import prove_people
from neoequity.roles import book_apps
from placements.selectors.ledger import prove_ledger
from warrants.selectors.ledger import prove_register


def prove_books(asked: BooksUntil | None = None) -> Proof:
    """Recalculate everything, look for every guard and walk every chain, in one snapshot.

    With `asked` the proof covers one issuer's books up to a day: differences in other books or of
    later days are left out, but not those that concern everyone, such as a missing guard.
    """
    with one_snapshot():
        chain = prove_chain(sealed_kinds(), asked)
        kernel = prove("books", checks_of("books"), (), _of_the_calendar, asked)
        ledger, register = prove_ledger(asked), prove_register(asked)
        others = [prove(app, checks_of(app), (), asked=asked) for app in _other_apps()]
        return together([ledger, register, kernel, chain, prove_people(), *others])


def _other_apps() -> list[str]:
    """Apps with kinds of record whose checks are all declared with them."""
    proved = ("books", "placements", "warrants")
    return [app for app in book_apps() if app not in proved]


def _of_the_calendar() -> Iterator[Difference]:
    return map(Difference, MarketClosure.differences())
