"""What the company's figures hold against a proposal, and the check that is kept with it.

A clash with the lock-up, or a term that forbids the sale, refuses a proposal until its cause is
gone. What else failed, the CFO accepts by approving with a note, which is the reason. Nothing is
accepted from the agent past a limit: by then what an accepted check exceeded must have changed.
"""

from collections.abc import Iterable
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.models import Approval, Issuer
from neoequity.books.periods.locks import lock_periods
from neoequity.books.refusal import Reason
from neoequity.company.models import Figure, ProposalCheck
from neoequity.company.models.sell_books import held_on, seller
from neoequity.company.terms.before_you_sell import Answer, answer
from neoequity.company.terms.checks import Check, plain
from neoequity.company.terms.held import Question
from placements.models import Placement
from placements.models.counted import counted

#: Checks that no reason makes up for.
_NEVER = ("lock_up", "term")
#: Checks that need no figure of the company.
_FROM_THE_FIRST = (*_NEVER, "blackout", "representation", "shelf")
_ACCEPT = "Approve it with a note that states the reason for proceeding."


def against_approving(request: Approval, on: date, today: date) -> list[Reason]:
    """The failed checks that nobody can accept and, without a note, those that the CFO can."""
    failed = _failed(_placement(request), on, today)
    refused = [check for check in failed if check.name in _NEVER]
    if refused or request.note or not failed:
        return _reasons(refused)
    return [*_reasons(failed), Reason(_ACCEPT, "note")]


def against_proposing(placement: Placement, on: date, today: date) -> list[Reason]:
    """The failed checks that were not accepted when the proposal was approved."""
    failed = _failed(placement, on, today)
    accepted = _accepted(placement) if failed else frozenset()
    return _reasons(check for check in failed if check.name in _NEVER or check.name not in accepted)


def against_accepting(placement: Placement, on: date, today: date) -> list[Reason]:
    """The limits that the acceptance would pass, but for the capacity, which placements keep."""
    failed = [check for check in _failed(placement, on, today) if check.name != "agreement"]
    accepted = _accepted(placement) if failed else frozenset()
    return _reasons(check for check in failed if check.refuses or check.name not in accepted)


def keep_approved(request: Approval, *, on: date, by: User) -> None:
    """Keep the check that the CFO saw, with the reason for accepting what failed."""
    lock_periods([request.issuer_id])
    placement = _placement(request)
    result = _answer_for(placement, on, on)
    _keep(placement, result, on=on, by=by, accepted=request.note if result.blocking else "")


def keep_proposed(placement: Placement, *, on: date, by: User) -> None:
    """Keep the check of the day of the proposal, with the reason for what still fails."""
    result, approved = _answer_for(placement, on, on), _last_kept(placement)
    accepted = approved.accepted if approved is not None and result.blocking else ""
    _keep(placement, result, on=on, by=by, accepted=accepted)


def question_of(placement: Placement, on: date) -> Question:
    """What is asked of a placement: its shares at the higher of its prices, in shares of the day.

    A placement that was proposed before a stock split is restated.
    """
    restated = counted([placement])[placement.pk]
    minimum = restated.minimum(on)
    prices = (minimum, restated.expected(on))
    return Question(
        shares=restated.offered(on),
        price=max((price for price in prices if price is not None), default=None),
        on=on,
        minimum=minimum,
    )


def _placement(request: Approval) -> Placement:
    return Placement.objects.select_related("agreement__issuer", "agreement__shelf").get(
        pk=request.subject
    )


def _has_figures(issuer: Issuer) -> bool:
    """Whether the company's figures are on the books, with which the checks begin."""
    return Figure.objects.filter(issuer=issuer).exists()


def _failed(placement: Placement, on: date, today: date) -> list[Check]:
    """The failed checks that block; before the company's figures are there, those without them."""
    failed = _answer_for(placement, on, today).blocking
    if failed and not _has_figures(placement.agreement.issuer):
        return [check for check in failed if check.name in _FROM_THE_FIRST]
    return failed


def _answer_for(placement: Placement, on: date, today: date) -> Answer:
    held = held_on(seller(placement.agreement), on, today, placement)
    return answer(question_of(placement, on), held)


def _reasons(checks: Iterable[Check]) -> list[Reason]:
    # The name is no input of a move's form, so that the sentence stands above the form.
    return [Reason(check.sentence, check.name) for check in checks]


def _last_kept(placement: Placement) -> ProposalCheck | None:
    """The check kept last: of its last approval or, once it is proposed, of the proposal."""
    return ProposalCheck.objects.filter(placement=placement).first()


def _accepted(placement: Placement) -> frozenset[str]:
    """The names of the failed checks that the CFO accepted with the terms as they are, if any."""
    kept = _last_kept(placement)
    if kept is None or not kept.accepted:
        return frozenset()
    return frozenset(check["check"] for check in kept.checks if check["passed"] == "no")


def _keep(placement: Placement, result: Answer, *, on: date, by: User, accepted: str = "") -> None:
    """Keep an answer, once the company's figures are on the books: before, it says nothing."""
    issuer = placement.agreement.issuer
    question = result.question
    if question.price is None or question.shares is None:
        return
    if not _has_figures(issuer):
        return
    ProposalCheck.objects.create(
        issuer=issuer,
        placement=placement,
        day=on,
        shares=question.shares,
        price=question.price,
        verdict=result.sentence[:500],
        checks=[plain(check) for check in result.checks],
        accepted=accepted,
        recorded_by=by,
    )
