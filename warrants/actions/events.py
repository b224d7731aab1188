"""The events of a programme file that tell of stock splits and warrants, each by its action."""

from collections.abc import Callable, Mapping
from typing import Any

from neoequity.books.money import of_shares
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.actions.events import Loading, agreement_named, placement_numbered
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, expire, transfer
from warrants.actions.split import adjust, record_split
from warrants.models import Holder, Warrant
from warrants.terms.event import EntryFacts, IssueFacts, SplitFacts


def _holder(slug: str, loading: Loading) -> Holder:
    found = Holder.objects.filter(issuer=loading.issuer, slug=slug).first()
    if found is None:
        raise Refused([Reason(f"{loading.issuer.name} has no holder “{slug}”.", "holder")])
    return found


def _warrant(facts: EntryFacts, loading: Loading) -> Warrant:
    agreement = agreement_named(facts.agreement, loading)
    found = agreement.warrants.filter(number=facts.warrant).first()
    if found is None:
        raise Refused([Reason(f"The {agreement.name} has no warrant {facts.warrant}.", "warrant")])
    return found


def _split(facts: SplitFacts, loading: Loading) -> None:
    record_split(
        loading.issuer,
        effective_on=facts.on,
        new=facts.new,
        old=facts.old,
        source=facts.source,
        by=loading.by,
        today=loading.today,
    )


def _issue(facts: IssueFacts, loading: Loading) -> None:
    """Issued as on its day; stock splits that were recorded for later days follow it."""
    agreement = agreement_named(facts.agreement, loading)
    placement = None
    if facts.placement is not None:
        placement = placement_numbered(agreement, facts.placement)
    if facts.on > loading.today:
        sentence = f"An issue on {facts.on} is in the future; today is {loading.today}."
        refuse_if_any([Reason(sentence, "on")])
    warrant = issue_warrant(agreement, placement, by=loading.by, today=facts.on)
    later = list(loading.issuer.splits.filter(effective_on__gt=facts.on).order_by("effective_on"))
    days = [split.effective_on for split in later]
    refuse_if_any(reasons_against_days(loading.issuer.pk, days, "on"))
    for split in later:
        adjust([warrant], split, loading.by)


def _transfer(facts: EntryFacts, loading: Loading) -> None:
    transfer(
        _warrant(facts, loading),
        holder_from=_holder(facts.holder or "", loading),
        holder_to=_holder(facts.to, loading),
        shares=facts.shares or 0,
        on=facts.on,
        by=loading.by,
        today=loading.today,
    )


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
    cancel(
        _warrant(facts, loading),
        holder=_holder(facts.holder or "", loading),
        shares=facts.shares or 0,
        on=facts.on,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )


def _expire(facts: EntryFacts, loading: Loading) -> None:
    """One act writes off what all holders have: the event of each may stand in the file."""
    warrant = _warrant(facts, loading)
    expired = warrant.entries.filter(kind="expiry", on=facts.on, reversal=None, reverses=None)
    if facts.holder is None or not expired.exists():
        expire(warrant, on=facts.on, by=loading.by, today=loading.today)
    if facts.holder is None:
        return
    holder = _holder(facts.holder, loading)
    had = sum(expired.filter(holder_from=holder).values_list("shares", flat=True))
    if had != facts.shares:
        sentence = (
            f"{holder.name} had {of_shares(had)} of warrant {warrant.number} when it expired, not "
            f"{facts.shares:,}."
        )
        refuse_if_any([Reason(sentence, "shares")])


#: What each kind of event does; it raises Refused with the sentences of its action.
ACTS: Mapping[str, Callable[[Any, Loading], None]] = {
    "split": _split,
    "issue": _issue,
    "transfer": _transfer,
    "exercise": _exercise,
    "cancel": _cancel,
    "expire": _expire,
}
