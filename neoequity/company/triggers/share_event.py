"""What the database keeps of share events."""

from neoequity.company.triggers import company_seal, company_triggers

SHARE_EVENT = company_seal("shareevent", "'Share event ' || e.id", "event shares gross approval_id")
SHARE_EVENT_TRIGGERS = company_triggers(SHARE_EVENT, plural="share events")
