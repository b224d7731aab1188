"""The admin of the house: the accounts of people."""

from neoequity.people.admin import PeopleAdmin

__all__ = ["PeopleAdmin"]
