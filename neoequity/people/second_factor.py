"""The second factor: one-time codes of a phone, and ten recovery codes that work once each."""

from typing import NamedTuple

import segno
from django.db import transaction
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from neoequity.people.models import User

HOW_MANY_RECOVERY_CODES = 10
_DIGITS = 6


class Offer(NamedTuple):
    """A key that may become somebody's second factor, as text and as the address of an image."""

    key: str
    typed: str
    square: str


def new_key() -> str:
    """A random key, in hexadecimal digits."""
    key: str = default_key()
    return key


def offer(person: User, key: str) -> Offer:
    """The key as a phone reads it and as a person types it."""
    address = TOTPDevice(user=person, key=key).config_url
    secret = address.partition("secret=")[2].partition("&")[0]
    typed = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offer(key, typed, segno.make(address).svg_data_uri(scale=5, border=0))


def set_up(person: User, key: str, code: str, *, now: float) -> list[str]:
    """Make the key the second factor, if the code fits it; the recovery codes, else nothing.

    What was set up before no longer works.
    """
    device = TOTPDevice(user=person, name="phone", key=key)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = now
    if not (_is_code(code) and clock.verify(int(code), device.tolerance)):
        return []
    device.last_t = clock.t()  # this code has been used
    device.drift = clock.drift
    with transaction.atomic():
        take_away(person)
        device.save()
        return renew_recovery_codes(person)


def take_away(person: User) -> None:
    """Remove the second factor with its recovery codes."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()


def renew_recovery_codes(person: User) -> list[str]:
    """Ten new recovery codes; the earlier ones no longer work."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=person).delete()
        device = StaticDevice.objects.create(user=person, name="recovery")
        codes = [StaticToken.random_token() for _ in range(HOW_MANY_RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(person: User) -> int:
    """How many recovery codes have not been used."""
    left: int = StaticToken.objects.filter(device__user=person).count()
    return left


def accepts(person: User, typed: str) -> bool:
    """Whether this is a code of the phone or a recovery code; either works once.

    A wrong code makes the next one wait: one second, then two, then four.
    """
    code = typed.replace(" ", "").lower()
    if _is_code(code):
        device: TOTPDevice | StaticDevice | None = TOTPDevice.objects.filter(
            pk=person.second_factor
        ).first()
    else:
        device = StaticDevice.objects.filter(user=person).first()
    return device is not None and verify_token(person, device.persistent_id, code) is not None


def _is_code(text: str) -> bool:
    return len(text) == _DIGITS and text.isascii() and text.isdigit()
