"""The small encodings that the format names: base64, hex, times, digests, PEM, and the forms of ids."""
import base64
import binascii
import datetime
import hashlib
import re

DIGEST = re.compile(r"[0-9a-f]{64}\Z")
SET_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}\Z")
PARTICIPANT = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")
CEREMONY = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}\Z")
HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z\Z", re.ASCII)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def from_base64(text):
    """The bytes, or None where the text is not base64 with padding and zero trailing bits."""
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def is_time(text):
    match = TIME.match(text) if isinstance(text, str) else None
    if not match:
        return False
    year, month, day, hour, minute, second, milli = (int(part) for part in match.groups())
    if year == 0:
        year = 2000  # a leap year of the same calendar; Python knows no year 0
    try:
        datetime.datetime(year, month, day, hour, minute, second, milli * 1000)
    except ValueError:
        return False
    return True


def is_date(text):
    match = DATE.match(text) if isinstance(text, str) else None
    if not match:
        return False
    year, month, day = (int(part) for part in match.groups())
    try:
        datetime.date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def from_pem(data):
    """DER of a PEM public key in its one form, or None."""
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    if len(lines) < 4 or lines[0] != "-----BEGIN PUBLIC KEY-----" or lines[-2:] != ["-----END PUBLIC KEY-----", ""]:
        return None
    body = lines[1:-2]
    if any(len(line) != 64 for line in body[:-1]) or not 1 <= len(body[-1]) <= 64:
        return None
    return from_base64("".join(body))
