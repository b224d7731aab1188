"""Sign-offs past every action: each constraint and trigger refuses what breaks it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from neoequity.books.models import ChainHead
from neoequity.statements.models import SignOff
from neoequity.statements.terms.signed_text import digest_of
from tests.constraints.frames import each_guarded, each_ruled, refused_by_rule
from tests.constraints.frames import refused_although_triggers_are_to_be_ignored as refused
from tests.constraints.rows import columns_of, delete, insert, truncate, update
from tests.factories import usual
from tests.statements.recorded import signed_off
from tests.worlds import built_once

Attempt = Callable[[SignOff], object]
OPEN = {"key": "line 1", "name": "line 1", "day": "2001-05-15", "ours": ["0.00", 0]}
LINE = {**OPEN, "theirs": ["-15.00", 0], "status": "not in our books", "explained": ""}


@built_once
def signed(db: None) -> SignOff:
    return signed_off(usual("Controller"))


def again(stated: dict[str, Any] | None = None, **changes: Any) -> Attempt:
    """INSERT another sign-off of the month, but for these columns or with this statement."""

    def attempt(row: SignOff) -> None:
        head = ChainHead.objects.get(issuer=row.agreement.issuer_id)
        told = {"chain_length": head.length, "chain_digest": head.digest, **changes}
        if stated is not None:
            text = json.dumps({**json.loads(row.statement), **stated})
            told |= {"statement": text, "digest": digest_of(text)}
        columns = columns_of(row, **told)
        del columns["recorded_at"]
        insert(SignOff, columns)

    return attempt


RULES: dict[str, list[Attempt]] = {
    "a_sign_off_is_of_one_of_the_sides": [again({"side": "broker"}, side="broker")],
    "a_sign_off_is_not_dated_in_the_future": [again(signed_on=date(2099, 12, 31))],
}

_STAY = "Signed reconciliations are never changed or deleted once they are posted."
_MONTH = "A reconciliation is signed off for a month that is over."
_ROWS = (
    "A sign-off states the rows of its agreement, side and month, and both balances as they add "
    "up to."
)
_EXPLAINED = (
    "What is open when a reconciliation is signed off has somebody who follows it up, a due day "
    "and a note."
)
_COUNTS = {"ours": 100, "theirs": 4, "day": "2001-05-31", "sentence": "They differ."}
GUARDS: dict[str, tuple[str, list[Any]]] = {
    "SignOff:signed_reconciliations_are_not_truncated": (_STAY, [lambda _: truncate(SignOff)]),
    "SignOff:signed_reconciliations_stay": (
        _STAY,
        [lambda row: update(row, note="Other."), delete],
    ),
    "SignOff:signed_reconciliations_are_posted": (
        _MONTH,
        [
            again(first_day=date(2001, 5, 2)),
            again(last_day=date(2001, 5, 30)),
            again(last_day=date(2001, 6, 30)),
            again(signed_on=date(2001, 5, 31)),
        ],
    ),
    "SignOff:the digest": (
        "The digest of a sign-off is that of its statement.",
        [again(digest="0" * 64), again(statement="{}")],
    ),
    "SignOff:the rows": (
        _ROWS,
        [
            again(ours_amount=1),
            again(ours_shares=1),
            again(theirs_amount=1),
            again(theirs_shares=1),
            again({"agreement": "other-agreement"}),
            again({"side": "agent"}),
            again({"since": "2001-04-01"}),
            again({"until": "2001-06-30"}),
            again({"since": None}),
            again({"unassigned": None}),
            again({"rows": [{**LINE, "explained": "Followed up."}]}),
        ],
    ),
    "SignOff:what is open": (
        _EXPLAINED,
        [
            again({"rows": [LINE]}, theirs_amount=-15),
            again({"rows": [{**LINE, "explained": " "}]}, theirs_amount=-15),
            again({"rows": [{**LINE, "explained": None}]}, theirs_amount=-15),
            again({"rows": [{**LINE, "status": "matched"}]}, theirs_amount=-15),
            again({"rows": [{**LINE, "status": "in order"}]}, theirs_amount=-15),
            again({"unassigned": [LINE]}),
        ],
    ),
    "SignOff:the share count": (
        "A sign-off says in its note why the share counts differ.",
        [again({"share_count": _COUNTS}), again({"share_count": _COUNTS}, note=" ")],
    ),
    "SignOff:the head": (
        "A sign-off names the head of the chain on which it rests.",
        [again(chain_length=0), again(chain_digest="0" * 64)],
    ),
}


@pytest.mark.parametrize(("rule", "attempt"), each_ruled(RULES))
def test_what_breaks_a_rule_is_refused_by_its_name(
    signed: SignOff, rule: str, attempt: Attempt
) -> None:
    refused_by_rule(signed, rule, attempt)


@pytest.mark.parametrize(("sentence", "attempt"), each_guarded(GUARDS))
def test_what_a_trigger_guards_is_refused_by_its_sentence(
    signed: SignOff, sentence: str, attempt: Attempt
) -> None:
    refused(signed, sentence, attempt)


def test_what_is_open_and_explained_is_kept(signed: SignOff) -> None:
    again({"rows": [{**LINE, "explained": "Cora, due Jun 5, 2001: asked."}]}, theirs_amount=-15)(
        signed
    )
    assert SignOff.objects.count() == 2
