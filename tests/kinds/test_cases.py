"""Every kind whose pages the kernel makes has its cases, and its database refuses what they try."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from neoequity.books.kinds import kinds_with_pages
from neoequity.people.models import User
from tests.factories import UserFactory
from tests.kinds.cases import Attempt, KindCases, all_cases


def test_every_kind_with_pages_has_its_cases() -> None:
    assert {cases.model for cases in all_cases()} == {kind.model for kind in kinds_with_pages()}


def attempts() -> list[Any]:
    return [
        pytest.param(cases, sentence, attempt, id=f"{cases.model.__name__}-{sentence[:40]}-{n}")
        for cases in all_cases()
        for sentence, tried in cases.refused.items()
        for n, attempt in enumerate(tried)
    ]


@pytest.fixture
def person(db: None) -> User:
    user: User = UserFactory()
    return user


@pytest.mark.parametrize(("cases", "sentence", "attempt"), attempts())
def test_what_the_cases_try_is_refused(
    person: User, cases: KindCases, sentence: str, attempt: Attempt
) -> None:
    row = cases.row(person)
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        attempt(row)


@pytest.mark.parametrize("cases", all_cases(), ids=lambda cases: cases.model.__name__)
def test_every_constraint_of_the_table_is_broken_once(cases: KindCases) -> None:
    constraints = {constraint.name for constraint in cases.model._meta.constraints}
    assert constraints <= set(cases.refused)


@pytest.mark.parametrize("cases", all_cases(), ids=lambda cases: cases.model.__name__)
def test_every_sentence_of_its_triggers_is_met(cases: KindCases) -> None:
    met = " ".join(cases.refused)
    missed = [sentence for sentence in own_sentences(cases.model) if sentence not in met]
    assert missed == []


def own_sentences(model: type[Model]) -> list[str]:
    """What the rules say that stand in the triggers of this table alone."""
    everywhere = ("A period was closed", "What is posted is sealed", "The moment of recording")
    found = [
        line.split("'")[1]
        for trigger in model._meta.triggers  # type: ignore[attr-defined]  # pgtrigger's
        for line in str(trigger.func).splitlines()
        if "RAISE EXCEPTION '" in line
    ]
    return [sentence for sentence in found if not sentence.startswith(everywhere)]
