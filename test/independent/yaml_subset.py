"""A strict reader of the YAML that plans use: block collections, over the scalars and flow collections of yaml_flow. What it does not know it refuses."""
import re

from yaml_flow import MOST_LEVELS, Flow, Refused

MOST = 262144
# Characters that cannot be seen or that change the reading order (docs/plan.md).
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]")
KEY = re.compile(r"""((?:"(?:[^"\\]|\\.)*")|(?:'(?:[^']|'')*')|[^\s"'\[\]{},#&*!|>%@`?:-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?:\s+|\Z)""")
HEADER = re.compile(r"([|>])(?:([+-])?([1-9])?|([1-9])([+-]))(?:[ \t]+#.*|[ \t]*)\Z")


def _indent(line):
    return len(line) - len(line.lstrip(" "))


def _silent(line):
    """Blank, or a comment and nothing else."""
    return not line.strip(" \t") or line.lstrip(" \t").startswith("#")


class Block:
    def __init__(self, text):
        self.lines, self.at = text.split("\n"), 0

    def ended(self):
        """Whether nothing more is said; what says nothing is passed over."""
        while self.at < len(self.lines) and _silent(self.lines[self.at]):
            self.at += 1
        if self.at < len(self.lines) and self.lines[self.at].lstrip(" ").startswith("\t"):
            raise Refused("a tab as indentation")
        return self.at >= len(self.lines)

    def here(self):
        """Indentation and text of the line that is next."""
        line = self.lines[self.at]
        return _indent(line), line.lstrip(" ").rstrip(" \t")

    def inline(self, column, outer):
        """A value that begins at a column of this line; it may go on in lines that are indented more than `outer`, the collection that it is in."""
        end = self.at + 1
        while end < len(self.lines) and (not self.lines[end].strip(" \t") or _indent(self.lines[end]) > outer - (self.lines[end].lstrip(" ")[0] in "]}")):
            end += 1
        flow = Flow("\n".join([self.lines[self.at][column:], *self.lines[self.at + 1:end]]))
        value = flow.value()
        self.at += flow.text.count("\n", 0, flow.at) + 1
        left = flow.at
        flow.line()
        rest = flow.text[left:flow.at]
        commented = rest.lstrip(" \t").startswith("#") and (rest[0] in " \t" or flow.text[left - 1] in " \t")
        if rest.strip(" \t") and not commented:
            raise Refused("something after a value: %s" % rest)
        return value

    def literal(self, header, outer):
        """A block scalar (section 8.1): its lines as they stand, or folded."""
        style, (chomp, size) = header.group(1), (header.group(2) or header.group(5), header.group(3) or header.group(4))
        self.at += 1
        start = self.at
        first = next((line for line in self.lines[start:] if line.strip(" ")), "")
        indent = max(outer, 0) + int(size) if size else max(_indent(first), outer + 1)
        found = []
        while self.at < len(self.lines) and (not self.lines[self.at].strip(" ") or _indent(self.lines[self.at]) >= indent):
            line = self.lines[self.at]
            if not size and len(line) > indent and not line.strip(" ") and not any(found) and first and _indent(first) > outer:
                raise Refused("blank lines in front of a text that are longer than its indentation")
            found.append(line[indent:] if first and _indent(first) > outer else "")
            self.at += 1
        if self.at < len(self.lines) and _indent(self.lines[self.at]) > outer and not _silent(self.lines[self.at]):
            raise Refused("a line of a text that is indented less than the first")
        ends = 0
        while found and not found[-1]:
            found.pop()
            ends += 1
        text = found[0] if found else ""
        for before, line in zip(found, found[1:]):
            folds = style == ">" and before and line and before[0] not in " \t" and line[0] not in " \t"
            text += (" " if folds else "\n") + line
        return text + {"-": "", "+": "\n" * (ends + bool(found))}.get(chomp, "\n" if found else "")

    def value(self, column, outer, depth):
        """What stands at a column behind a key or a dash, or below it."""
        rest = self.lines[self.at][column:]
        if not _silent(" " + rest):
            column += len(rest) - len(rest.lstrip(" \t"))
            header = HEADER.match(self.lines[self.at][column:])
            return self.literal(header, outer) if header else self.inline(column, outer)
        self.at += 1
        return self.below(outer, depth)

    def below(self, outer, depth, dashes=True):
        """The node in the lines after a key; a sequence may stand as far left as the key does."""
        if self.ended():
            return None
        indent, text = self.here()
        if indent > outer or (dashes and indent == outer and (text == "-" or text.startswith("- "))):
            return self.node(indent, outer, depth + 1)
        return None

    def node(self, indent, outer, depth=0):
        if depth > MOST_LEVELS:
            raise Refused("deeper than any plan")
        text = self.here()[1]
        if text == "-" or text.startswith("- "):
            return self.sequence(indent, depth)
        if KEY.match(text):
            return self.mapping(indent, depth)
        header = HEADER.match(text)
        return self.literal(header, outer) if header else self.inline(indent, outer)

    def sequence(self, indent, depth):
        found = []
        while not self.ended() and self.here()[0] == indent and (self.here()[1] + " ").startswith("- "):
            # The dash gives way to a space: what follows it is a node of its own, indented further.
            line = self.lines[self.at] = self.lines[self.at][:indent] + " " + self.lines[self.at][indent + 1:]
            if _silent(line):
                self.at += 1
                found.append(self.below(indent, depth, dashes=False))
            else:
                found.append(self.node(_indent(line), indent, depth + 1))
        return found

    def mapping(self, indent, depth):
        found = {}
        while not self.ended() and self.here()[0] == indent:
            text = self.here()[1]
            match = KEY.match(text)
            if not match:
                break
            key = Flow(match.group(1)).quoted() if match.group(1)[0] in "'\"" else match.group(1)
            if key in found:
                raise Refused("a field twice: %s" % key)
            found[key] = self.value(indent + match.end(), indent, depth)
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
    if block.ended():
        raise Refused("empty")
    value = block.node(block.here()[0], -1)
    if not block.ended():
        raise Refused("something that does not belong where it stands: %s" % block.here()[1])
    _seen(value)
    return value


def _seen(value):
    """What is written by an escape must be seen, too, and text is one line, in whatever form it is written."""
    if isinstance(value, str) and (UNSEEN.search(value) or re.search("[\t\r\n]", value.strip())):
        raise Refused("characters that cannot be seen")
    for each in value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else []:
        _seen(each)
