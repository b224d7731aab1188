"""The triggers of attachments to entries of the register."""

from neoequity.books.triggers.attachment import attachment_triggers

ENTRY_ATTACHMENT_TRIGGERS = attachment_triggers()
