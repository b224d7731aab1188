"""The stock split and warrant events of a programme file, each posted by its action."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from neoequity.books.models import Approval
from neoequity.books.money import of_shares
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.actions.events import Loading, agreement_named, placement_numbered
from placements.actions.published import approve_published
from warrants.actions.either import cancel_or_ask, issue_or_ask, split_or_ask, transfer_or_ask
from warrants.actions.register import exercise, expire
from warrants.actions.split import adjust
from warrants.models import Holder, Warrant
from warrants.terms.event import EntryFacts, IssueFacts, SplitFacts


def _holder(slug: str, loading: Loading) -> Holder:
    holder = Holder.objects.filter(issuer=loading.issuer, slug=slug).first()
    if holder is None:
        raise Refused([Reason(f"{loading.issuer.name} has no holder “{slug}”.", "holder")])
    return holder


def _warrant(facts: EntryFacts, loading: Loading) -> Warrant:
    agreement = agreement_named(facts.agreement, loading)
    warrant = agreement.warrants.filter(number=facts.warrant).first()
    if warrant is None:
        raise Refused([Reason(f"The {agreement.name} has no warrant {facts.warrant}.", "warrant")])
    return warrant


def _published(done: object, today: date) -> None:
    """Approve in the name of the published record what the office has a second person approve."""
    if isinstance(done, Approval):
        approve_published(done, today=today)


def _split(facts: SplitFacts, loading: Loading) -> None:
    done = split_or_ask(
        loading.issuer,
        effective_on=facts.on,
        new=facts.new,
        old=facts.old,
        source=facts.source,
        by=loading.by,
        today=loading.today,
    )
    _published(done, loading.today)


def _issue(facts: IssueFacts, loading: Loading) -> None:
    """Issue as on its day, then adjust for stock splits recorded for later days."""
    agreement = agreement_named(facts.agreement, loading)
    placement = None
    if facts.placement is not None:
        placement = placement_numbered(agreement, facts.placement)
    if facts.on > loading.today:
        sentence = f"An issue on {facts.on} is in the future; today is {loading.today}."
        refuse_if_any([Reason(sentence, "on")])
    _published(issue_or_ask(agreement, placement, by=loading.by, today=facts.on), facts.on)
    warrant = Warrant.objects.filter(issuer=loading.issuer).latest("number")
    later = list(loading.issuer.splits.filter(effective_on__gt=facts.on).order_by("effective_on"))
    days = [split.effective_on for split in later]
    refuse_if_any(reasons_against_days(loading.issuer.pk, days, "on"))
    for split in later:
        adjust([warrant], split, loading.by)


def _transfer(facts: EntryFacts, loading: Loading) -> None:
    done = transfer_or_ask(
        _warrant(facts, loading),
        holder_from=_holder(facts.holder or "", loading),
        holder_to=_holder(facts.to, loading),
        shares=facts.shares or 0,
        on=facts.on,
        by=loading.by,
        today=loading.today,
    )
    _published(done, loading.today)


def _exercise(facts: EntryFacts, loading: Loading) -> None:
    exercise(
        _warrant(facts, loading),
        holder=_holder(facts.holder or "", loading),
        shares=facts.shares or 0,
        on=facts.on,
        way=facts.way,
        market_price=facts.market_price,
        by=loading.by,
        today=loading.today,
    )


def _cancel(facts: EntryFacts, loading: Loading) -> None:
    done = cancel_or_ask(
        _warrant(facts, loading),
        holder=_holder(facts.holder or "", loading),
        shares=facts.shares or 0,
        on=facts.on,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )
    _published(done, loading.today)


def _expire(facts: EntryFacts, loading: Loading) -> None:
    """One action expires all holders' shares; the file may have one event for each of them."""
    warrant = _warrant(facts, loading)
    expired = warrant.entries.filter(kind="expiry", on=facts.on, reversal=None, reverses=None)
    if facts.holder is None or not expired.exists():
        expire(warrant, on=facts.on, by=loading.by, today=loading.today)
    if facts.holder is None:
        return
    holder = _holder(facts.holder, loading)
    shares = sum(expired.filter(holder_from=holder).values_list("shares", flat=True))
    if shares != facts.shares:
        sentence = (
            f"{holder.name} had {of_shares(shares)} of warrant {warrant.number} when it expired, "
            f"not {facts.shares:,}."
        )
        refuse_if_any([Reason(sentence, "shares")])


#: The action of each kind of event; raises Refused with that action's sentences.
ACTS: Mapping[str, Callable[[Any, Loading], None]] = {
    "split": _split,
    "issue": _issue,
    "transfer": _transfer,
    "exercise": _exercise,
    "cancel": _cancel,
    "expire": _expire,
}
