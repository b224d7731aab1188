"""The triggers of memberships: who is in which groups, and what follows for the account."""

import pgtrigger

from neoequity.books.triggers import refuse_where, rule
from neoequity.books.triggers.tracking import history_guard
from neoequity.people.triggers.auditors import auditors_end

# The row of the user is locked by the update: two memberships at once take turns.
STAFF_FOLLOWS_GROUPS = """
    UPDATE people_user u
    SET is_staff = u.is_superuser
        OR EXISTS (SELECT 1 FROM people_user_groups m WHERE m.user_id = u.id)
    WHERE u.id IN ({users});
"""

ALONE_IN_GROUP = refuse_where(
    """
    SELECT 1 FROM people_user_groups m JOIN auth_group g ON g.id = m.group_id
    WHERE m.user_id = NEW.user_id AND g.name IN ('Administrator', 'Auditor')
      AND EXISTS (SELECT 1 FROM people_user_groups o
                  WHERE o.user_id = m.user_id AND o.group_id <> m.group_id)
    """,
    "Administrators and Auditors belong to no other group.",
)

USER_GROUPS_TRIGGERS = [
    history_guard(),
    rule(
        "members_fit_their_groups",
        pgtrigger.Insert | pgtrigger.Update,
        STAFF_FOLLOWS_GROUPS.format(users="NEW.user_id") + ALONE_IN_GROUP + "RETURN NULL;",
        when=pgtrigger.After,
    ),
    rule(
        "staff_follows_groups",
        pgtrigger.Delete | pgtrigger.Update,
        STAFF_FOLLOWS_GROUPS.format(users="OLD.user_id") + "RETURN NULL;",
        when=pgtrigger.After,
    ),
    auditors_end("auditors_have_a_last_day", "NEW.user_id"),
]
