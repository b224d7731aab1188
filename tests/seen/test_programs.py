"""What opens the books without a sign-in, or later, sees the companies of whoever it belongs to."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from neoequity.api.actions import create_api_token
from neoequity.books.seen import seeing
from neoequity.company.actions.calendar_address import create_calendar_address
from neoequity.mail.actions import Schedule, choose_mail, confirm_address, schedule_report
from neoequity.mail.due import due_mail
from neoequity.mail.models import ScheduledReport
from neoequity.people.models import User
from neoequity.saved.actions import save_view
from neoequity.saved.kept import Kept
from neoequity.saved.lists import list_at
from neoequity.work.actions import ask_for_file
from neoequity.work.making import make
from tests.api.conftest import program
from tests.books import refused
from tests.clients import logged_in
from tests.permissions.house import TODAY
from tests.permissions.people import AUDITOR, CFO, TREASURY
from tests.seen.test_every_address import told_at
from tests.seen.two import WORD, Two, confine


def a_token_of(person: User) -> str:
    today = timezone.now().date()
    return create_api_token(name="Sheet", expires_on=today, by=person, today=today).secret


def with_an_address(person: User) -> None:
    person.email = f"{person}@example.com"
    person.save(update_fields=["email"])
    confirm_address(address=person.email, by=person)


def test_a_token_opens_the_companies_of_its_owner(two: Two) -> None:
    client = program(a_token_of(two.house.people[TREASURY]))
    for path in ("positions", "placements", "sales", "warrants", "limits", "reports/quarter"):
        told = told_at(client, f"/api/v1/{path}?as_of=2003-01-02")
        assert WORD not in told
        assert two.ours.slug in told


def test_a_token_of_a_company_ends_with_the_right_to_it(two: Two) -> None:
    person, today = two.house.people[TREASURY], timezone.now().date()
    made = create_api_token(name="Sheet", expires_on=today, issuer=two.ours, by=person, today=today)
    assert program(made.secret).get("/api/v1/sales").status_code == 200
    confine(person, two.theirs)
    assert program(made.secret).get("/api/v1/sales").status_code == 401


def test_a_calendar_address_ends_with_the_right_to_its_company(two: Two) -> None:
    person = two.house.people[TREASURY]
    address = f"/company/calendar/{create_calendar_address(two.ours, by=person).token}.ics"
    assert program("").get(address).status_code == 200
    confine(person, two.theirs)
    assert program("").get(address).status_code == 404


def test_a_file_in_the_background_is_of_the_companies_of_who_asked(two: Two) -> None:
    person = two.house.people[CFO]
    job = ask_for_file("/exports/sales.csv", by=person, today=TODAY, moment=timezone.now())
    with make(job).file as file:
        content = file.read().decode()
    assert content.count("\r\n") > 1
    assert WORD not in content


def test_a_file_in_the_background_is_of_the_company_that_was_chosen(two: Two) -> None:
    person = two.house.people[CFO]
    confine(person)
    with seeing([two.ours.pk]):
        job = ask_for_file("/exports/sales.csv", by=person, today=TODAY, moment=timezone.now())
    with make(job).file as file:
        assert WORD not in file.read().decode()


def a_schedule(two: Two, *recipients: User) -> Schedule:
    return Schedule(
        issuer=two.theirs,
        agreement=None,
        report="commission",
        period="last_month",
        form="csv",
        rule="month_end",
        starts_on=TODAY,
        recipients=recipients,
    )


def test_a_report_is_not_scheduled_for_who_does_not_see_its_company(two: Two) -> None:
    person, by = two.house.people[CFO], two.house.people[TREASURY]
    confine(by)
    with refused(
        f"{person} has no access to the books of {two.theirs} and cannot receive its reports."
    ):
        schedule_report(a_schedule(two, person), by=by, today=TODAY)


def test_a_scheduled_report_is_not_due_for_who_no_longer_sees_its_company(two: Two) -> None:
    by = two.house.people[TREASURY]
    confine(by)
    with_an_address(by)
    scheduled = schedule_report(a_schedule(two, by), by=by, today=date(2002, 12, 1))
    day, now = date(2003, 1, 2), timezone.now()
    assert [due.person for due in due_mail(day, today=day, now=now) if is_of(due.key, scheduled)]
    confine(by, two.ours)
    assert not [due for due in due_mail(day, today=day, now=now) if is_of(due.key, scheduled)]


def is_of(key: str, scheduled: ScheduledReport) -> bool:
    return key.startswith(f"report:{scheduled.pk}:")


def test_the_morning_mail_tells_of_the_companies_of_its_reader(two: Two) -> None:
    person = two.house.people[TREASURY]
    with_an_address(person)
    choose_mail(digest=True, at_once=[], by=person)
    [due] = [due for due in due_mail(TODAY, today=TODAY, now=timezone.now())
             if due.person == person and due.key.startswith("digest:")]  # fmt: skip
    letter = due.letter()
    lines = [line.text for section in letter.sections for line in section.lines]
    assert lines
    assert WORD not in " ".join(lines).lower()


def test_a_view_is_not_shared_with_who_sees_less_than_its_owner(two: Two) -> None:
    sales, owner = list_at("/sales/"), two.house.people[CFO]
    assert sales is not None
    confine(owner)
    save_view(sales, Kept(), name=f"{WORD} alone", shared=True, by=owner)
    assert WORD not in told_at(logged_in(two.house.people[AUDITOR]), "/sales/")


def test_a_view_is_shared_with_who_sees_as_much_as_its_owner(two: Two) -> None:
    sales = list_at("/sales/")
    assert sales is not None
    save_view(sales, Kept(), name="Ours alone", shared=True, by=two.house.people[CFO])
    assert "ours alone" in told_at(logged_in(two.house.people[AUDITOR]), "/sales/")


def test_the_middleware_stands_behind_the_sign_in() -> None:
    order = settings.MIDDLEWARE
    sight = order.index("neoequity.people.sight.SightMiddleware")
    assert order.index("neoequity.login.OneLoginMiddleware") < sight
    assert sight < order.index("neoequity.people.entry.EntryMiddleware")
