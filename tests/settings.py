"""The product's settings with what tests need otherwise: plain static files, quick passwords."""

from neoequity.embedded.base import APPLICATION
from neoequity.settings import *  # noqa: F403 - the tests run on the product's own settings
from neoequity.settings import (
    DATABASE_OWNER,
    DATABASES,
    INSTALLED_APPS,
    KINDS_OF_RECORD,
    KINDS_OF_REQUEST,
)

NEOEQUITY_TODAY = None
# Most tests post by themselves, as in an office that turned this off. Those of a second person
# turn it on: see tests/warrants/second_person.
SECOND_PERSON_FOR = frozenset[str]()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from their sources, with no need of collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A kind of record that only the tests have: what the kernel makes of a declaration, it makes of it.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.claims"]
KINDS_OF_RECORD = [*KINDS_OF_RECORD, "tests.claims.kinds.RECORDS"]
KINDS_OF_REQUEST = [*KINDS_OF_REQUEST, "tests.claims.kinds.REQUESTS"]

# The tests are the application, as what is served is, but go back to the owner to tamper: they
# connect as the owner and change their role at once. See tests/roles.py.
DATABASE_APPLICATION = APPLICATION
DATABASE_OWNER = {
    "USER": DATABASE_OWNER.get("USER", DATABASES["default"]["USER"]),
    "OPTIONS": DATABASES["default"]["OPTIONS"],
}
DATABASES["default"] |= DATABASE_OWNER
DATABASES["default"]["OPTIONS"] = {
    **DATABASE_OWNER["OPTIONS"],
    "options": f"-c role={DATABASE_APPLICATION}",
}
