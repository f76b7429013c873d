"""DER (X.690) as docs/formats/sidecars.md has it read: one encoding, in order, to the end. Whatever else it is given is NotDer."""
import datetime
import re

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, UTC_TIME, TIME, SEQUENCE, SET = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x17, 0x18, 0x30, 0x31
MOST_PARTS = 1000
EPOCH = datetime.datetime(1970, 1, 1)
UTC = re.compile(rb"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\Z")
GENERALIZED = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z\Z")


class NotDer(Exception):
    pass


def must(holds):
    if not holds:
        raise NotDer()


class Element:
    def __init__(self, data, at=0):
        must(len(data) >= at + 2 and data[at] & 0x1F != 0x1F)
        self.tag, length, start = data[at], data[at + 1], at + 2
        if length >= 0x80:
            count = length & 0x7F
            must(1 <= count <= 3 and len(data) >= start + count)
            length = int.from_bytes(data[start:start + count], "big")
            must(length >= (0x80 if count == 1 else 1 << 8 * (count - 1)))
            start += count
        must(len(data) >= start + length)
        self.content, self.whole = data[start:start + length], data[at:start + length]

    def parts(self):
        must(self.tag & 0x20)
        found, at = [], 0
        while at < len(self.content):
            found.append(Element(self.content, at))
            must(len(found) <= MOST_PARTS)
            at += len(found[-1].whole)
        return found


def only(data, tag=None):
    """The one element that these bytes are."""
    element = Element(data)
    must(len(element.whole) == len(data) and tag in (None, element.tag))
    return element


class Parts:
    """The parts of an element, taken in their order."""

    def __init__(self, element):
        self.left = element.parts()

    def maybe(self, tag):
        return self.left.pop(0) if self.left and self.left[0].tag == tag else None

    def take(self, tag):
        found = self.maybe(tag)
        must(found is not None)
        return found

    def end(self):
        must(not self.left)


def integer(element):
    """The content of an INTEGER."""
    data = element.content
    must(element.tag == INTEGER and data)
    must(len(data) == 1 or not (data[0] == 0 and data[1] < 0x80 or data[0] == 0xFF and data[1] >= 0x80))
    return data


def small(element):
    data = integer(element)
    must(len(data) <= 4 and data[0] < 0x80)
    return int.from_bytes(data, "big")


def flag(element):
    must(element.tag == BOOLEAN and element.content in (b"\0", b"\xff"))
    return element.content == b"\xff"


def bits(element):
    must(element.tag == BITS and element.content[:1] == b"\0")
    return element.content[1:]


def oid(element):
    data, numbers, number, fresh = element.content, [], 0, True
    must(element.tag == OID and data and data[-1] < 0x80)
    for byte in data:
        must(not fresh or byte != 0x80)
        number = number * 128 + (byte & 0x7F)
        must(number <= 2 ** 53 - 1)
        fresh = byte < 0x80
        if fresh:
            numbers.append(number)
            number = 0
    top = min(2, numbers[0] // 40)
    return ".".join(map(str, [top, numbers[0] - 40 * top, *numbers[1:]]))


def algorithm(element):
    """Identifier, and the identifier behind it (the curve of a key) or None."""
    parts = Parts(element)
    name, nothing = oid(parts.take(OID)), parts.maybe(NULL)
    must(nothing is None or not nothing.content)
    behind = parts.maybe(OID) if nothing is None else None
    parts.end()
    return name, oid(behind) if behind else None


def time(element):
    """Milliseconds since 1970."""
    must(len(element.content) <= 40)
    match = {UTC_TIME: UTC, TIME: GENERALIZED}.get(element.tag, re.compile(rb"(?!)")).match(element.content)
    must(match)
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    if element.tag == UTC_TIME:
        year += 1900 if year >= 50 else 2000
    must(year >= 1950)
    try:
        moment = datetime.datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise NotDer()
    fraction = match.group(7) if element.tag == TIME else None
    return (moment - EPOCH) // datetime.timedelta(milliseconds=1) + int(((fraction or b"") + b"000")[:3])


def in_order(elements):
    """The parts of a SET OF, which stand in the order of their encodings."""
    must(all(one.whole <= other.whole for one, other in zip(elements, elements[1:])))
    return elements
