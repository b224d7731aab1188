"""The proof of all the books: ledger, register, the chains over both, and accounts."""

from collections.abc import Iterator
from itertools import chain as one_by_one

from neoequity.books.approvals.office import SecondPerson
from neoequity.books.kinds import checks_of, logged_kinds, sealed_kinds
from neoequity.books.market import MarketClosure
from neoequity.books.proof.chain import prove_chain
from neoequity.books.proof.change_log import prove_log
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import Proof, prove, together
from neoequity.books.proof.schema import differences_in_schema
from neoequity.books.snapshot import one_snapshot
from neoequity.people.proof import prove_people
from neoequity.rights_proof import differences_in_rights
from neoequity.roles import book_apps
from placements.selectors.ledger import prove_ledger
from warrants.selectors.ledger import prove_register


def prove_books(asked: BooksUntil | None = None) -> Proof:
    """Recalculate everything, look for every guard and walk every chain, in one snapshot.

    With `asked` the proof covers one issuer's books up to a day: differences in other books or of
    later days are left out, but not those that concern everyone, such as a missing guard. Only the
    proof of all books walks the change log, for whoever closes a period must not keep it locked.
    """
    with one_snapshot():
        chain = prove_chain(sealed_kinds(), asked)
        kernel = prove("books", checks_of("books"), (), _of_the_house, asked)
        ledger, register = prove_ledger(asked), prove_register(asked)
        others = [prove(app, checks_of(app), (), asked=asked) for app in _other_apps()]
        log = [] if asked else [prove_log(logged_kinds())]
        return together([ledger, register, kernel, chain, prove_people(), *others, *log])


def _other_apps() -> list[str]:
    """Apps with kinds of record whose checks are all declared with them."""
    proved = ("books", "placements", "warrants")
    return [app for app in book_apps() if app not in proved]


def _of_the_house() -> Iterator[Difference]:
    """What differs in the calendar, settings, rights and schema: it concerns all books."""
    sentences = (
        MarketClosure.differences(),
        SecondPerson.differences(),
        differences_in_rights(),
        differences_in_schema(),
    )
    return map(Difference, one_by_one.from_iterable(sentences))
