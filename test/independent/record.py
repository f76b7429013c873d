"""transcript.jsonl: lines, entries, the chain, the Merkle root (RFC 6962 section 2.1), against what is signed."""
import hashlib
import re

import canonical
import shapes as s
from events import is_event
from forms import sha256

LONGEST = 1024 * 1024
BAD_LINES = 25
SPELLED_PREV = re.compile(rb'"prev":"([0-9a-f]{64})"')
ENTRY = s.Shape(v=s.number(), seq=s.whole(0), prev=s.digest, time=s.time, mono=s.number(0), salt=s.hex_of(16), event=is_event)


class Merkle:
    """Keeps one node a level, so that a record of any length needs little memory."""

    def __init__(self):
        self.stack, self.count = [], 0

    def add(self, line):
        self.add_leaf(hashlib.sha256(b"\0" + line).digest())

    def add_leaf(self, node):
        size = self.count
        while size & 1:
            node = hashlib.sha256(b"\1" + self.stack.pop() + node).digest()
            size >>= 1
        self.stack.append(node)
        self.count += 1

    def root(self):
        if not self.stack:
            return hashlib.sha256(b"").hexdigest()
        node = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        return node.hex()


class Entry:
    __slots__ = ("at", "prev", "time", "mono", "event", "type")

    def __init__(self, at, value):
        self.at, self.prev, self.time, self.mono, self.event = at, value["prev"], value["time"], value["mono"], value["event"]
        self.type = self.event["type"]


def _entry(line, at, found):
    """The value of a line that is an entry, or None with a finding."""
    try:
        value = canonical.decode(line)
    except canonical.NotCanonical as problem:
        found.error("R-LINE-02", at, str(problem))
        return None
    if isinstance(value, dict) and isinstance(value.get("v"), (int, float)) and not isinstance(value["v"], bool) and value["v"] != 1:
        found.error("R-ENTRY-02", at)
        return None
    if not ENTRY(value):
        found.error("R-ENTRY-01", at)
        return None
    return value


def read_record(stream, found):
    """(entries before the first line that is no entry, whether all lines are entries, facts of the whole file)."""
    entries, whole, bad = [], True, 0
    head, merkle, last_seq, at = "0" * 64, Merkle(), -1, -1
    read_all = True
    while True:
        line = stream.readline(LONGEST + 2)
        if not line:
            break
        at += 1
        ended = line.endswith(b"\n")
        body = line[:-1] if ended else line
        if len(body) > LONGEST:
            found.error("R-LINE-01", at, "longer than 1 MiB")
            whole = read_all = False
            break
        if not ended:
            found.error("R-LINE-01", at, "no line feed at the end")
        value = _entry(body, at, found)
        if value is None:
            whole = False
            bad += 1
            spelled = SPELLED_PREV.search(body[-1024:])
            if spelled and spelled.group(1).decode() != head:
                found.error("R-CHAIN-02", at)
        else:
            if value["seq"] != at and value["seq"] != last_seq + 1:
                found.error("R-CHAIN-01", at)
            last_seq = value["seq"]
            if value["prev"] != head:
                found.error("R-CHAIN-02", at)
            if whole:
                entries.append(Entry(at, value))
        head = sha256(body)
        merkle.add(body)
        if bad >= BAD_LINES:
            found.error("R-LINE-01", at, "%d lines are no entries" % bad)
            read_all = False
            break
    return entries, whole, {"entries": at + 1, "head": head if at >= 0 else None, "root": merkle.root(), "read": read_all}


def compare_with_statement(facts, record, found):
    if not facts["read"]:
        return
    if facts["entries"] != record["entries"]:
        found.error("R-RECORD-01", None)
    if facts["head"] != record["head"]:
        found.error("R-RECORD-02", None)
    if facts["root"] != record["merkleRoot"]:
        found.error("R-RECORD-03", None)


def judge_frame(ctx, found):
    """R-RECORD-04, R-TIME-01, R-TIME-02, R-ENV-01: what stands first and last, and the clocks."""
    entries, before = ctx.entries, None
    if entries and entries[0].type != "ceremony.opened":
        found.error("R-RECORD-04", 0)
    for entry in entries:
        if (entry.type == "ceremony.opened" and entry is not ctx.opened_entry) or entry.type in ("ceremony.closed", "ceremony.abandoned"):
            found.error("R-RECORD-04", entry.at)
        if before is not None:
            if entry.time < before.time:
                found.warning("R-TIME-01", entry.at)
            if entry.mono < before.mono and entry.type != "ceremony.resumed":
                found.warning("R-TIME-02", entry.at)
        if entry.type == "environment.checked" and any(each["status"] != "pass" for each in entry.event["findings"]):
            found.warning("R-ENV-01", entry.at)
        before = entry
    if ctx.whole and (not entries or entries[-1].type != "record.ended"):
        found.error("R-RECORD-04", entries[-1].at if entries else None)
