"""The product's settings with what tests need otherwise: plain static files, quick passwords."""

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
