"""What an Administrator may do to an account beside Django's own fields."""

from datetime import date

from axes.models import AccessAttempt

from neoequity.books.action import action
from neoequity.books.refusal import Reason, Refused
from neoequity.people import second_factor
from neoequity.people.models import User

CHANGE_PEOPLE = "people.change_user"


@action(needs=CHANGE_PEOPLE)
def keep_last_day(
    user: User,
    *,
    expires_on: date | None,
    by: User,  # noqa: ARG001 - the frame keeps who acts
) -> None:
    """Write the last day of an account, None for an account without one."""
    user.expires_on = expires_on
    user.save(update_fields=["expires_on"])


@action(needs=CHANGE_PEOPLE)
def give_password(user: User, password: str, *, by: User) -> None:
    """Set somebody's password, who must choose another with the next login."""
    user.set_password(password)
    user.must_change_password = user != by
    user.save(update_fields=["password", "must_change_password"])


@action(needs=CHANGE_PEOPLE)
def unlock(user: User, *, by: User) -> None:  # noqa: ARG001 - the frame keeps who acts
    """Forget the failed logins, so that the next one is not refused for them."""
    AccessAttempt.objects.filter(username=user.get_username()).delete()


@action(needs=CHANGE_PEOPLE)
def reset_second_factor(user: User, *, by: User) -> None:
    """Remove somebody's second factor, so that it is set up anew. Raises Refused for one's own."""
    if user == by:
        raise Refused([Reason("Your own second factor is reset by another Administrator.")])
    second_factor.take_away(user)
