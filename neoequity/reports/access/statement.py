"""The statement of an access review: accounts as JSON on one line, and what differs between two."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from neoequity.books.days import written
from neoequity.people.access import Account


def statement_of(accounts: Iterable[Account]) -> str:
    """The accounts in their order, each with its fields by name; the same text for the same rights.

    Days are ISO, moments UTC to the microsecond.
    """
    rows = [account._asdict() for account in accounts]
    return json.dumps(rows, default=_written, ensure_ascii=False)


def accounts_in(statement: str) -> list[Account]:
    """The accounts of a statement that `statement_of` wrote."""
    return [_account(row) for row in json.loads(statement)]


def changes(before: Sequence[Account], after: Sequence[Account]) -> list[str]:
    """A sentence for each change of access from one statement to another, by account.

    Names and sign-ins are no rights, so that they make no difference.
    """
    earlier = {each.username: each for each in before}
    later = {each.username: each for each in after}
    return [
        sentence
        for name in sorted({*earlier, *later})
        for sentence in _differences(earlier.get(name), later.get(name))
    ]


def _differences(before: Account | None, after: Account | None) -> Iterator[str]:
    if before is None and after is not None:
        yield f"{after.username} was created: {_list(after.groups) or 'in no group'}."
    elif after is None and before is not None:
        yield f"{before.username} no longer has an account."
    elif before is not None and after is not None:
        yield from _between(before, after)


def _between(before: Account, after: Account) -> Iterator[str]:
    name = after.username
    if before.groups != after.groups:
        was, now = (_list(groups) or "none" for groups in (before.groups, after.groups))
        yield f"{name}’s groups were {was} and are {now}."
    elif before.rights != after.rights:
        yield from _rights(name, before.rights, after.rights)
    if before.state != after.state:
        yield f"{name}’s account was {before.state} and is {after.state}."
    if before.last_day != after.last_day:
        was, now = (_day(day) for day in (before.last_day, after.last_day))
        yield f"{name}’s last day was {was} and is {now}."
    if before.second_factor != after.second_factor:
        yield f"{name} {'set up' if after.second_factor else 'has no longer'} a second factor."


def _rights(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"{name} gained a right: {each}." for each in after if each not in before)
    yield from (f"{name} lost a right: {each}." for each in before if each not in after)


def _account(row: dict[str, object]) -> Account:
    last_day, last = row["last_day"], row["last_sign_in"]
    return Account(
        username=str(row["username"]),
        name=str(row["name"]),
        groups=tuple(row["groups"]),  # type: ignore[arg-type]  # as `statement_of` wrote it
        rights=tuple(row["rights"]),  # type: ignore[arg-type]  # the same
        state=str(row["state"]),
        last_day=None if last_day is None else date.fromisoformat(str(last_day)),
        second_factor=bool(row["second_factor"]),
        last_sign_in=None if last is None else datetime.fromisoformat(str(last)),
    )


def moment_of(moment: datetime) -> str:
    """A moment as files write it: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return moment_of(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a statement.")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


def _day(day: date | None) -> str:
    return "none" if day is None else written(day)
