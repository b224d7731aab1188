"""The rule that an Auditor's account ends, which users and memberships share."""

import pgtrigger

from neoequity.books.triggers import refuse_where, rule

AN_AUDITOR_WITHOUT_END = """
    SELECT 1 FROM people_user u
    JOIN people_user_groups m ON m.user_id = u.id JOIN auth_group g ON g.id = m.group_id
    WHERE u.id = {user} AND u.expires_on IS NULL AND g.name = 'Auditor'
"""

# At the end of the transaction, for a form writes the last day before the groups. The lock makes
# a membership and a last day that are written at once take turns.
AUDITORS_END = """
    PERFORM 1 FROM people_user WHERE id = {user} FOR NO KEY UPDATE;
    {refusal}
    RETURN NULL;
"""


def auditors_end(name: str, user: str) -> pgtrigger.Trigger:
    """A rule on whatever makes an Auditor or takes a last day away, held when it is committed."""
    operation = pgtrigger.Insert | pgtrigger.Update
    rows = AN_AUDITOR_WITHOUT_END.format(user=user)
    refusal = refuse_where(rows, "An Auditor's account needs a last day.")
    func = AUDITORS_END.format(user=user, refusal=refusal)
    return rule(name, operation, func, when=pgtrigger.After, timing=pgtrigger.Deferred)
