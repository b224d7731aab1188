"""The project's own admin: user accounts."""

from neoequity.people.admin import PeopleAdmin

__all__ = ["PeopleAdmin"]
