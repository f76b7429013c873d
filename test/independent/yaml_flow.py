"""Scalars and flow collections of the YAML that plans use (YAML 1.2.2, core schema). What it does not know it refuses."""
import re

INTEGER = re.compile(r"[-+]?[0-9]+\Z")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "/": "/", "\\": "\\", " ": " ",
           "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
MOST_LEVELS = 20


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
    """A value that begins at the start of a text: a scalar, or a flow collection, over as many lines as it takes."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self, ahead=0):
        return self.text[self.at + ahead:self.at + ahead + 1]

    def space(self):
        while self.peek() and self.peek() in " \t\n":
            self.at += 1
        if self.peek() == "#" and (self.at == 0 or self.text[self.at - 1] in " \t\n"):
            self.line()
            self.space()

    def line(self):
        """To the end of the line."""
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def fold(self):
        """A line break within a scalar, and the white space around it (sections 6.5 and 7.3): one becomes a space, more of them one less."""
        breaks = 0
        while self.peek() and self.peek() in " \t\n":
            breaks += self.peek() == "\n"
            self.at += 1
        return " " if breaks == 1 else "\n" * (breaks - 1)

    def quoted(self):
        mark, out, kept = self.peek(), "", 0
        self.at += 1
        while True:
            c = self.peek()
            if not c:
                raise Refused("a quoted text that does not end")
            if c == "\n":
                # White space before the break goes, but for what was written as an escape.
                out = out[:kept] + out[kept:].rstrip(" \t") + self.fold()
                kept = len(out)
                continue
            self.at += 1
            if c == mark:
                if mark == "'" and self.peek() == "'":
                    out += "'"
                    self.at += 1
                    continue
                return out
            if c == "\\" and mark == '"':
                out += self.escape()
                kept = len(out)
                continue
            out += c

    def escape(self):
        c = self.peek()
        self.at += 1
        if c == "\n":
            self.at -= 1
            return self.fold().strip(" ")
        if c in ("x", "u", "U"):
            size = {"x": 2, "u": 4, "U": 8}[c]
            digits = self.text[self.at:self.at + size]
            if not re.match(r"[0-9a-fA-F]{%d}\Z" % size, digits) or int(digits, 16) > 0x10FFFF:
                raise Refused("an escape that is none")
            self.at += size
            return chr(int(digits, 16))
        if not c or c not in ESCAPES:
            raise Refused("an escape that is none")
        return ESCAPES[c]

    def ends(self, inside):
        """Whether a plain scalar ends here; in a flow collection at its signs, too."""
        c, after = self.peek(), self.peek(1)
        return (not c or c == "\n" or (inside and c in ",[]{}") or (c == ":" and (after in ("", " ", "\t", "\n") or (inside and after in ",[]{}")))
                or (c == "#" and self.at > 0 and self.text[self.at - 1] in " \t"))

    def scalar(self, inside, many=True):
        """A plain scalar (section 7.3.3); its lines are folded where `many` are allowed."""
        if self.peek() in "&*!|>%@`,]}" or (self.peek() in "-:?" and (self.peek(1) in ("", " ", "\t", "\n") or (inside and self.peek(1) in ",[]{}"))):
            raise Refused("not allowed here: %s" % self.peek())
        out = ""
        while True:
            start = self.at
            while not self.ends(inside):
                self.at += 1
            out += self.text[start:self.at].rstrip(" \t")
            if self.peek() != "\n" or not many:
                return out
            before, space = self.at, self.fold()
            if not self.peek() or self.peek() == "#" or self.ends(inside):
                self.at = before
                return out
            out += space

    def value(self, inside=False, depth=0):
        self.space()
        if depth > MOST_LEVELS:
            raise Refused("deeper than any plan")
        c = self.peek()
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
