"""The forms of mail: what a person chooses, and a scheduled report."""

from itertools import groupby
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundWidget

from neoequity.books.models import Issuer
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.mail.actions import Schedule
from neoequity.mail.day_rules import RULES
from neoequity.mail.models import ScheduledReport
from neoequity.mail.people import named, readers
from neoequity.mail.schedules import FORMATS
from neoequity.notices.kinds import Kind
from neoequity.people.models import User
from neoequity.reports.all import REPORTS
from placements.models import Agreement

_NEVER, _MORNING = "never", "morning"
_KINDS = {kind.value: kind for kind in Kind}


class ChoiceForm(PageForm):
    """The morning digest, and the kinds of notices that are mailed at once."""

    digest = forms.ChoiceField(
        label="Morning digest",
        choices=[(_NEVER, "Never"), (_MORNING, "On business days when I have notices")],
    )
    at_once = forms.MultipleChoiceField(
        label="Notices mailed at once",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, kind.heading) for name, kind in _KINDS.items()],
        error_messages={"invalid_choice": "%(value)s is not a kind of notice."},
    )

    def by_group(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of the kinds, under the group of each."""
        boxes = self["at_once"].subwidgets
        groups = groupby(boxes, key=lambda box: _KINDS[box.data["value"]].group)
        return [(group, list(boxes)) for group, boxes in groups]

    def wants_digest(self) -> bool:
        """Whether a valid form asks for the digest."""
        return bool(self.cleaned_data["digest"] == _MORNING)


def digest_choice(wants: bool) -> str:
    """The choice of the form for what is kept."""
    return _MORNING if wants else _NEVER


class ScheduleForm(PageForm):
    """Which report, of which days, in which format, on which days, and to whom."""

    report = forms.ChoiceField(
        label="Report", choices=[(name, report.title) for name, report in REPORTS.items()]
    )
    scope = forms.ChoiceField(label="Agreement")
    period = forms.ChoiceField(
        label="Period",
        choices=ScheduledReport.Period.choices,
        help_text="Relative to the day the report is sent.",
    )
    form = forms.ChoiceField(label="Format", choices=[*FORMATS.items()])
    rule = forms.ChoiceField(
        label="Schedule",
        choices=[(rule.value, words) for rule, words in RULES.items()],
        help_text="If markets and banks are closed, the report is sent on the next business day.",
    )
    starts_on = DayField(label="First on or after")
    recipients = forms.MultipleChoiceField(
        label="Recipients",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "missing": "Choose at least one recipient.",
            "invalid_choice": "Choose recipients with access to reports.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people: dict[str, User] = {str(person.pk): person for person in readers()}
        self._issuers = {issuer.slug: issuer for issuer in Issuer.objects.order_by("name")}
        self._agreements = {
            each.slug: each for each in Agreement.objects.select_related("issuer").order_by("name")
        }
        self._offer("scope", self._scopes())
        self._offer("recipients", [(key, named(each)) for key, each in self._people.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def _scopes(self) -> list[tuple[str, str]]:
        alone = len(self._issuers) == 1
        whole = [
            (f"issuer:{slug}", "All agreements" if alone else f"All agreements of {issuer}")
            for slug, issuer in self._issuers.items()
        ]
        return [*whole, *((f"agreement:{slug}", str(a)) for slug, a in self._agreements.items())]

    def wanted(self) -> Schedule:
        """What a valid form asks for."""
        said: dict[str, Any] = self.cleaned_data
        kind, _, slug = said["scope"].partition(":")
        agreement = self._agreements[slug] if kind == "agreement" else None
        return Schedule(
            issuer=self._issuers[slug] if agreement is None else agreement.issuer,
            agreement=agreement,
            report=said["report"],
            period=said["period"],
            form=said["form"],
            rule=said["rule"],
            starts_on=said["starts_on"],
            recipients=[self._people[key] for key in said["recipients"]],
        )


def as_typed(scheduled: ScheduledReport) -> dict[str, Any]:
    """What the form shows of a scheduled report before it is changed."""
    agreement = scheduled.agreement
    return {
        "report": scheduled.report,
        "scope": f"issuer:{scheduled.issuer.slug}"
        if agreement is None
        else f"agreement:{agreement.slug}",
        "period": scheduled.period,
        "form": scheduled.form,
        "rule": scheduled.rule,
        "starts_on": scheduled.starts_on,
        "recipients": [str(person.pk) for person in scheduled.recipients.all()],
    }
