"""JSON that others have written, with one meaning for every reader: without white space it is what ECMAScript writes of what it read."""
import json
import re

from canonical import _constant, _number, write_number, NotCanonical

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,9})\Z")


def _pairs(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a name twice")
    # Names that are indexes of an array come first in ECMAScript, from the least up.
    indexes = [name for name in found if WHOLE.match(name) and int(name) < 2 ** 32 - 1]
    order = sorted(indexes, key=int) + [name for name in found if name not in set(indexes)]
    return {name: found[name] for name in order}


def _write_text(value):
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: "\\u%04x" % ord(half.group()), text)


def _write(value, level, deepest):
    if isinstance(value, str):
        return _write_text(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return write_number(value)
    if level > deepest:
        raise NotCanonical("more than %d levels" % deepest)
    if isinstance(value, list):
        return "[" + ",".join(_write(each, level + 1, deepest) for each in value) + "]"
    return "{" + ",".join(_write_text(name) + ":" + _write(each, level + 1, deepest) for name, each in value.items()) + "}"


def _compact(text):
    out, at = [], 0
    for match in QUOTED.finditer(text):
        out += [re.sub(r"[\t\n\r ]+", "", text[at:match.start()]), match.group()]
        at = match.end()
    return "".join(out) + re.sub(r"[\t\n\r ]+", "", text[at:])


def decode(data, deepest):
    """The value, or NotCanonical."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_constant)
        if _write(value, 1, deepest) != _compact(text):
            raise NotCanonical("not as ECMAScript writes it")
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(str(problem))
    return value
