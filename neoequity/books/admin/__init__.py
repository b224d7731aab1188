"""The kernel's admin classes, and the base classes of every app's admin."""

from neoequity.books.admin import issuers
from neoequity.books.approvals import admin as approvals
from neoequity.books.records import admin as records

__all__ = ["approvals", "issuers", "records"]
