"""A strict reader of the YAML that plans use: block and flow collections and scalars on one line. What it does not know it refuses."""
import re

MOST = 262144
# Characters that cannot be seen or that change the reading order (docs/plan.md).
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]")
INTEGER = re.compile(r"[-+]?[0-9]+\Z")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
KEY = re.compile(r"""((?:"(?:[^"\\]|\\.)*")|(?:'(?:[^']|'')*')|[^\s"'\[\]{},#&*!|>%@`?:-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?:\s+|\Z)""")
ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "/": "/", "\\": "\\", " ": " "}


class Refused(Exception):
    pass


def plain(text):
    """A plain scalar by the core schema of YAML 1.2.2 (section 10.3.2)."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if INTEGER.match(text):
        return int(text)
    if re.match(r"0o[0-7]+\Z", text):
        return int(text[2:], 8)
    if re.match(r"0x[0-9a-fA-F]+\Z", text):
        return int(text[2:], 16)
    return float(text) if REAL.match(text) else text


class Flow:
    """A value on one line, or a flow collection that may go over several."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\n":
            self.at += 1
        if self.at < len(self.text) and self.text[self.at] == "#" and (self.at == 0 or self.text[self.at - 1] in " \t\n"):
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
            self.space()

    def quoted(self):
        mark, out = self.text[self.at], ""
        self.at += 1
        while True:
            if self.at >= len(self.text) or self.text[self.at] == "\n":
                raise Refused("a quoted text that does not end in its line")
            c = self.text[self.at]
            self.at += 1
            if c == mark:
                if mark == "'" and self.text[self.at:self.at + 1] == "'":
                    out += "'"
                    self.at += 1
                    continue
                return out
            if c == "\\" and mark == '"':
                c = self.text[self.at:self.at + 1]
                self.at += 1
                if c in ("x", "u", "U"):
                    size = {"x": 2, "u": 4, "U": 8}[c]
                    digits = self.text[self.at:self.at + size]
                    if not re.match(r"[0-9a-fA-F]{%d}\Z" % size, digits):
                        raise Refused("an escape that is none")
                    self.at += size
                    c = chr(int(digits, 16))
                elif c in ESCAPES and c:
                    c = ESCAPES[c]
                else:
                    raise Refused("an escape that is none")
            out += c

    def scalar(self, inside):
        start = self.at
        if self.text[start] in "&*!|>%@`,]}" or (self.text[start] in "-:?" and self.text[start + 1:start + 2] in ("", " ", "\n")):
            raise Refused("not allowed here: %s" % self.text[start])
        while self.at < len(self.text):
            c, after = self.text[self.at], self.text[self.at + 1:self.at + 2]
            if c == "\n" or (inside and c in ",[]{}") or (c == ":" and (after in ("", " ", "\n") or (inside and after in ",[]{}"))):
                break
            if c == "#" and self.text[self.at - 1] in " \t":
                break
            self.at += 1
        return self.text[start:self.at].rstrip()

    def value(self, inside=False, depth=0):
        self.space()
        if depth > 20:
            raise Refused("deeper than any plan")
        c = self.text[self.at:self.at + 1]
        if c in ("'", '"'):
            return self.quoted()
        if c == "[":
            return self.sequence(depth)
        if c == "{":
            return self.mapping(depth)
        return plain(self.scalar(inside)) if c else None

    def more(self, end):
        """After an item: whether another follows; the closing sign is consumed."""
        self.space()
        c = self.text[self.at:self.at + 1]
        if c not in (",", end) or not c:
            raise Refused("a list or mapping that does not go on")
        self.at += 1
        if c == end:
            return False
        self.space()
        if self.text[self.at:self.at + 1] == end:
            self.at += 1
            return False
        return True

    def sequence(self, depth):
        self.at += 1
        self.space()
        found = []
        if self.text[self.at:self.at + 1] == "]":
            self.at += 1
            return found
        while True:
            found.append(self.value(True, depth + 1))
            if not self.more("]"):
                return found

    def mapping(self, depth):
        self.at += 1
        self.space()
        found = {}
        if self.text[self.at:self.at + 1] == "}":
            self.at += 1
            return found
        while True:
            self.space()
            if self.at >= len(self.text):
                raise Refused("a mapping that does not end")
            key = self.quoted() if self.text[self.at] in "'\"" else self.scalar(True)
            self.space()
            if self.text[self.at:self.at + 1] != ":" or key in found:
                raise Refused("a field twice, or without a value: %s" % key)
            self.at += 1
            self.space()
            found[key] = None if self.text[self.at:self.at + 1] in (",", "}") else self.value(True, depth + 1)
            if not self.more("}"):
                return found

    def ended(self):
        self.space()
        return self.at >= len(self.text)


class Block:
    def __init__(self, text):
        self.lines = []
        for line in text.split("\n"):
            bare = line.lstrip(" ")
            if bare.startswith("\t"):
                raise Refused("a tab as indentation")
            if bare and not bare.startswith("#"):
                self.lines.append((len(line) - len(bare), bare.rstrip(" \t")))
        self.at = 0

    def inline(self, text):
        """A value that begins in this line; a flow collection may take further lines."""
        while True:
            flow = Flow(text)
            try:
                value = flow.value()
                if not flow.ended():
                    raise Refused("something after a value: %s" % flow.text[flow.at:])
                return value
            except Refused:
                if text[:1] not in "[{" or self.at >= len(self.lines):
                    raise
                text += "\n" + self.lines[self.at][1]
                self.at += 1

    def after_key(self, indent, rest, depth):
        flow = Flow(rest)
        flow.space()
        if not flow.ended():
            return self.inline(rest[flow.at:])
        if self.at < len(self.lines):
            below, text = self.lines[self.at]
            if below > indent or (below == indent and (text == "-" or text.startswith("- "))):
                return self.node(below, depth + 1)
        return None

    def node(self, indent, depth=0):
        if depth > 20:
            raise Refused("deeper than any plan")
        text = self.lines[self.at][1]
        if text == "-" or text.startswith("- "):
            return self.sequence(indent, depth)
        if KEY.match(text):
            return self.mapping(indent, depth)
        self.at += 1
        return self.inline(text)

    def sequence(self, indent, depth):
        found = []
        while self.at < len(self.lines) and self.lines[self.at][0] == indent and (self.lines[self.at][1] + " ").startswith("- "):
            rest = self.lines[self.at][1][1:]
            inner = rest.lstrip(" ")
            if inner and not inner.startswith("#"):
                self.lines[self.at] = (indent + 1 + len(rest) - len(inner), inner)
                found.append(self.node(self.lines[self.at][0], depth + 1))
            else:
                self.at += 1
                deeper = self.at < len(self.lines) and self.lines[self.at][0] > indent
                found.append(self.node(self.lines[self.at][0], depth + 1) if deeper else None)
        return found

    def mapping(self, indent, depth):
        found = {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            text = self.lines[self.at][1]
            match = KEY.match(text)
            if not match:
                break
            key = Flow(match.group(1)).quoted() if match.group(1)[0] in "'\"" else match.group(1)
            if key in found:
                raise Refused("a field twice: %s" % key)
            self.at += 1
            found[key] = self.after_key(indent, text[match.end():], depth)
        return found


def read(data):
    """The value of a plan file, or Refused."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("not UTF-8")
    if len(text) > MOST or UNSEEN.search(text):
        raise Refused("too long, or with characters that cannot be seen")
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    real = [at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    # One marker before the document and one after it say nothing.
    for at, marker in ((real[:1], "---"), (real[-1:], "...")):
        if at and lines[at[0]].rstrip() == marker:
            lines[at[0]] = ""
    if any(line.startswith(("%", "---", "...")) for line in lines):
        raise Refused("a directive, or more than one document")
    block = Block("\n".join(lines))
    if not block.lines:
        raise Refused("empty")
    value = block.node(block.lines[0][0])
    if block.at < len(block.lines):
        raise Refused("something that does not belong where it stands: %s" % block.lines[block.at][1])
    _seen(value)
    return value


def _seen(value):
    """What is written by an escape must be seen, too."""
    if isinstance(value, str) and (UNSEEN.search(value) or "\t" in value or "\n" in value):
        raise Refused("characters that cannot be seen")
    for each in value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else []:
        _seen(each)
