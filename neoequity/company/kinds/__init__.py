"""The company's kinds of record and of request, as the kernel reads them."""

from neoequity.company.kinds.access_reviews import ACCESS_REVIEWS
from neoequity.company.kinds.checks import CHECKS
from neoequity.company.kinds.records import RECORDS as OF_THE_OFFICE
from neoequity.company.kinds.requests import REQUESTS

RECORDS = (*OF_THE_OFFICE, *CHECKS, *ACCESS_REVIEWS)

__all__ = ["RECORDS", "REQUESTS"]
