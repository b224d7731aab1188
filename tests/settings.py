"""The product's settings with what tests need otherwise: plain static files, quick passwords."""

from neoequity.embedded.base import APPLICATION
from neoequity.settings import *  # noqa: F403 - the tests run on the product's own settings

NEOEQUITY_TODAY = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from their sources, with no need of collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A kind of record that only the tests have: what the kernel makes of a declaration, it makes of it.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.claims"]  # noqa: F405
KINDS_OF_RECORD = [*KINDS_OF_RECORD, "tests.claims.kinds.RECORDS"]  # noqa: F405
KINDS_OF_REQUEST = [*KINDS_OF_REQUEST, "tests.claims.kinds.REQUESTS"]  # noqa: F405

# The tests are the application, as what is served is, but go back to the owner to tamper: they
# connect as the owner and change their role at once. See tests/roles.py.
DATABASE_APPLICATION = APPLICATION
DATABASE_OWNER = {
    "USER": DATABASE_OWNER.get("USER", DATABASES["default"]["USER"]),  # noqa: F405
    "OPTIONS": DATABASES["default"]["OPTIONS"],  # noqa: F405
}
DATABASES["default"] |= DATABASE_OWNER  # noqa: F405
DATABASES["default"]["OPTIONS"] = {  # noqa: F405
    **DATABASE_OWNER["OPTIONS"],
    "options": f"-c role={DATABASE_APPLICATION}",
}
