"""What an Administrator may do to an account beside Django's own fields."""

from datetime import date

from axes.models import AccessAttempt

from neoequity.books.action import action
from neoequity.books.refusal import Reason, Refused
from neoequity.people import second_factor
from neoequity.people.links import address_of_link
from neoequity.people.models import CredentialChange, User

CHANGE_PEOPLE = "people.change_user"


@action(needs=CHANGE_PEOPLE, told="Set an account's last day")
def keep_last_day(
    user: User,
    *,
    expires_on: date | None,
    by: User,  # noqa: ARG001 - the frame keeps who acts
) -> None:
    """Write the last day of an account, None for an account without one."""
    user.expires_on = expires_on
    user.save(update_fields=["expires_on"])


@action(needs=CHANGE_PEOPLE, told="Made a password link")
def issue_link(user: User, *, by: User) -> str:
    """The path of a new one-time link, with which somebody chooses the account's password.

    It ends the earlier ones. Raises Refused for one's own account, and for a system account.
    """
    if user == by:
        raise Refused([Reason("Your own password is changed on the page “Password”.")])
    if user.is_system_account:
        raise Refused([Reason(f"{user.username} is a system account, with which nobody signs in.")])
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)  # the token is of its state
    CredentialChange.objects.create(user=user, kind=CredentialChange.Kind.LINK)
    return address_of_link(user)


@action(needs=CHANGE_PEOPLE, told="Unlocked an account")
def unlock(user: User, *, by: User) -> None:  # noqa: ARG001 - the frame keeps who acts
    """Forget the failed sign-ins, so that the next one is not refused for them."""
    AccessAttempt.objects.filter(username=user.get_username()).delete()


@action(needs=CHANGE_PEOPLE, told="Reset a second factor")
def reset_second_factor(user: User, *, by: User) -> None:
    """Remove somebody's second factor, so that it is set up anew. Raises Refused for one's own."""
    if user == by:
        raise Refused([Reason("Your own second factor is reset by another Administrator.")])
    second_factor.take_away(user)
