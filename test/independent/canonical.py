"""Canonical JSON (RFC 8785): read it, write it again, and compare; it must never accept two spellings of one thing."""
import json
import math

DEEPEST = 32


class NotCanonical(Exception):
    pass


def _number(text):
    value = float(text)
    if math.isinf(value) or math.isnan(value):
        raise NotCanonical("a number beyond what a double holds")
    if value == int(value) and abs(value) <= 2 ** 53:
        return int(value)
    return value


def _pairs(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            raise NotCanonical("a name twice: %s" % name)
        found[name] = value
    return found


def _constant(text):
    raise NotCanonical("not JSON: %s" % text)


def write_number(value):
    """ECMAScript's Number::toString, as RFC 8785 section 3.2.2.3 asks."""
    value = float(value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = ("%r" % abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    if part == "0":
        part = ""
    point = len(whole) + (int(exponent) if exponent else 0)
    digits = whole + part
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = "e" + ("+" if power > 0 else "-") + str(abs(power))
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + tail


def _write(value, level):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return write_number(value)
    if level > DEEPEST:
        raise NotCanonical("more than %d levels" % DEEPEST)
    if isinstance(value, list):
        return "[" + ",".join(_write(each, level + 1) for each in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(json.dumps(name, ensure_ascii=False) + ":" + _write(value[name], level + 1) for name in names) + "}"


def encode(value):
    """The canonical bytes of a value."""
    try:
        return _write(value, 1).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("half a character")


def decode(data):
    """The value of canonical bytes; NotCanonical for everything else."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_constant)
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(str(problem))
    if encode(value) != data:
        raise NotCanonical("not in its one spelling")
    return value
