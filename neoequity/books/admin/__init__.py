"""The admin of what all records share, and what its pages are made of."""

from neoequity.books.admin import issuers
from neoequity.books.approvals import admin as approvals
from neoequity.books.records import admin as records

__all__ = ["approvals", "issuers", "records"]
