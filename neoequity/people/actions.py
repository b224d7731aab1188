"""What an Administrator may do to an account beside Django's own fields."""

from collections.abc import Iterable
from datetime import date

from axes.models import AccessAttempt
from django.db.models import QuerySet

from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.books.seen import is_kept_apart
from neoequity.people import second_factor
from neoequity.people.links import address_of_link
from neoequity.people.models import CredentialChange, IssuerRight, User
from neoequity.people.sight import sees_all

CHANGE_PEOPLE = "people.change_user"


@action(needs=CHANGE_PEOPLE, told="Set an account's last day")
def keep_last_day(
    user: User,
    *,
    expires_on: date | None,
    by: User,
) -> None:
    """Write the last day of an account, None for an account without one."""
    _refuse_confined(by)
    user.expires_on = expires_on
    user.save(update_fields=["expires_on"])


@action(needs=CHANGE_PEOPLE, told="Made a password link")
def issue_link(user: User, *, by: User) -> str:
    """The path of a new one-time link, with which somebody chooses the account's password.

    It ends the earlier ones. Raises Refused for one's own account, and for a system account.
    """
    _refuse_confined(by)
    if user == by:
        raise Refused([Reason("Your own password is changed on the page “Password”.")])
    if user.is_system_account:
        raise Refused([Reason(f"{user.username} is a system account, with which nobody signs in.")])
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)  # the token is of its state
    CredentialChange.objects.create(user=user, kind=CredentialChange.Kind.LINK)
    return address_of_link(user)


@action(needs=CHANGE_PEOPLE, told="Unlocked an account")
def unlock(user: User, *, by: User) -> None:
    """Forget the failed sign-ins, so that the next one is not refused for them."""
    _refuse_confined(by)
    AccessAttempt.objects.filter(username=user.get_username()).delete()


@action(needs=CHANGE_PEOPLE, told="Reset a second factor")
def reset_second_factor(user: User, *, by: User) -> None:
    """Remove somebody's second factor, so that it is set up anew. Raises Refused for one's own."""
    _refuse_confined(by)
    if user == by:
        raise Refused([Reason("Your own second factor is reset by another Administrator.")])
    second_factor.take_away(user)


@action(needs=CHANGE_PEOPLE, told="Set which companies a person sees")
def keep_issuers(user: User, issuers: Iterable[Issuer], *, by: User) -> None:
    """Give the rights to these issuers and end those to all others; with none, all are seen.

    Raises Refused for one's own account, for a system account, and where the database would not
    keep the issuers apart.
    """
    _refuse_confined(by)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    wanted = {issuer.pk for issuer in issuers}
    held: QuerySet[IssuerRight] = user.issuer_rights.all()
    standing = {right.issuer_id for right in held}
    if wanted == standing:
        return
    refuse_if_any(_reasons_against_issuers(user, by, wanted))
    for right in held.exclude(issuer__in=wanted):
        right.delete()
    for key in sorted(wanted - standing):
        IssuerRight.objects.create(user=user, issuer_id=key)


def _refuse_confined(by: User) -> None:
    """Whoever sees only some companies could open another account, which sees more."""
    if not sees_all(by):
        raise Refused([Reason("Accounts are kept by people who see the books of every company.")])


def _reasons_against_issuers(user: User, by: User, wanted: set[int]) -> Iterable[Reason]:
    if user == by:
        yield Reason("Users cannot change their own rights.", "issuers")
    if user.is_system_account:
        yield Reason(f"{user.username} is a system account, which works for all companies.")
    if wanted and not is_kept_apart():
        yield Reason(
            "The database cannot keep companies apart while the role of DATABASE_URL owns the "
            "tables. Give the product a role of its own first: manage.py roles.",
            "issuers",
        )
