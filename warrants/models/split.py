"""What the register holds a stock split of the issuer to; the split itself is the placements'."""

from neoequity.books.triggers import after_insert
from placements.models import Split
from warrants.models.following import splits_are_followed
from warrants.models.triggers import CALLS_ARE_PRICED_BY_SPLITS, POST_SPLITS, at_commit


class RegisterSplit(Split):
    """The same rows, on which the register declares its own rules: no table, nothing to grant."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            # Runs before the placements' rule on the same statement, whose last lock is the head.
            after_insert("splits_are_posted", POST_SPLITS),
            at_commit(
                "splits_adjust_every_warrant",
                splits_are_followed(
                    "SELECT id FROM warrants_warrant WHERE issuer_id = NEW.issuer_id"
                ),
            ),
            at_commit("splits_adjust_the_caps_of_calls", CALLS_ARE_PRICED_BY_SPLITS),
        ]
