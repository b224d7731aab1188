"""The proof of all the books: ledger, register, the chains over both, and accounts."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain as one_by_one

from neoequity.books.approvals.office import SecondPerson
from neoequity.books.kinds import checks_of, logged_kinds, sealed_kinds
from neoequity.books.market import MarketClosure
from neoequity.books.models import LedgerProof
from neoequity.books.progress import Steps, steps
from neoequity.books.proof.chain import prove_chain
from neoequity.books.proof.change_log import prove_log
from neoequity.books.proof.difference import BooksUntil, Difference
from neoequity.books.proof.proving import Proof, prove, prove_guards, together
from neoequity.books.proof.reached import reached_by
from neoequity.books.proof.schema import differences_in_schema
from neoequity.books.seen import seeing
from neoequity.books.snapshot import one_snapshot
from neoequity.people.proof import prove_people
from neoequity.rights_proof import differences_in_rights
from neoequity.roles import book_apps
from placements.selectors.ledger import prove_footing, prove_ledger
from warrants.selectors.ledger import prove_register

#: Apps with guards that are no part of the books.
_HOUSE = ("people", "neoequity", "api")


def prove_books(asked: BooksUntil | None = None) -> Proof:
    """Recalculate everything, look for every guard and walk every chain, in one snapshot.

    With `asked` the proof covers one issuer's books up to a day: differences in other books or of
    later days are left out, but not those that concern everyone, such as a missing guard. Only the
    proof of all books walks the change log, for whoever closes a period must not keep it locked.
    """
    kernel = partial(prove, "books", checks_of("books"), (), _of_the_house, asked)
    parts: list[tuple[str, Callable[[], Proof]]] = [
        ("The chains of seals", partial(prove_chain, sealed_kinds(), asked)),
        ("Calendar, settings, rights and schema", kernel),
        ("Placements, sales and deliveries", partial(prove_ledger, asked)),
        ("The register of warrants", partial(prove_register, asked)),
        ("People", prove_people),
        ("API tokens", partial(prove, "api", (), ())),
        *(
            (f"Records of {app}", partial(prove, app, checks_of(app), (), asked=asked))
            for app in _others()
        ),
    ]
    if asked is None:
        parts.append(("The change log", partial(prove_log, logged_kinds())))
    with seeing(None), one_snapshot(), steps(len(parts)) as counted:
        chain, house, ledger, register, *others = [
            _proved(words, part, counted) for words, part in parts
        ]
        return together([ledger, register, house, chain, *others])


def prove_since(full: LedgerProof) -> Proof:
    """Go on from a full proof: what was posted and changed since, the totals, and every guard.

    What stood before the proof is not examined, nor whether the totals follow from the entries: a
    change there that bypassed the product is found by the next full proof. Takes as long for many
    sales as for few.
    """
    reached = reached_by(full)
    with seeing(None), one_snapshot():
        return together(
            [
                prove_chain(sealed_kinds(), since=reached),
                prove_log(logged_kinds(), since=reached),
                prove_standing(),
            ]
        )


def prove_standing() -> Proof:
    """Whether totals agree with one another, the house is in order and every guard in place."""
    with seeing(None), one_snapshot():
        return together(
            [
                prove_footing(),
                Proof([*_of_the_house()], "", constraints=0, triggers=0),
                *map(prove_guards, dict.fromkeys((*book_apps(), *_HOUSE))),
            ]
        )


def _proved(words: str, part: Callable[[], Proof], counted: Steps) -> Proof:
    counted.doing(words)
    proof = part()
    counted.did()
    return proof


def _others() -> list[str]:
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
