"""A redacted bundle (docs/formats/redacted.md): what is shown is proven to be of the signed record; nothing that is withheld is ever called judged."""
import canonical
import curves
import shapes as s
from bundle import Context, judge_record, read_around, read_before, read_signed, required_files
from files import Files, MEBI, judge_files, limit_of
from findings import Findings
from forms import from_base64, sha256
from inherited import Before
from keys import Story, evidence_in, judge_evidence
from people import acts, message
from record import BAD_LINES, ENTRY, LONGEST, Entry, Merkle, compare_with_statement
from sidecars import judge_officers, judge_sidecars
from signatures import judge_signatures, read_keys
from statement import judge_signer_list
from trust import judge_trust

REDACTION, RECORD = "redaction.json", "record.redacted.jsonl"
ABOUT = s.Shape(keyriteRedacted=s.just(1), statement=s.digest, withheld=s.Shape(entries=s.whole(0), files=s.list_of(s.text)))
LEAF = s.Shape(leaf=s.digest, withheld=s.whole(0))
ALWAYS = ("statement.dsse.json", REDACTION, RECORD)


def is_redacted(source):
    return any(name in source.sizes() or name in source.odd for name in (REDACTION, RECORD))


def _limit(name):
    if name == "transcript.jsonl":
        return None
    return {REDACTION: MEBI, RECORD: 4096 * MEBI}.get(name) or limit_of(name)


class Line:
    """A line of the record: its entry or None, its hash where it is shown, its leaf in either case."""

    def __init__(self, entry, digest):
        self.entry, self.digest = entry, digest


def _read_line(body, at, merkle, found):
    """A Line, or None where the line is neither an entry nor what stands for one."""
    try:
        value = canonical.decode(body)
    except canonical.NotCanonical as problem:
        found.error("R-LINE-02", at, str(problem))
        value = None
    if isinstance(value, dict) and ("leaf" in value or "withheld" in value):
        if not LEAF(value):
            found.error("R-REDACT-02", at)
            return None
        if value["withheld"] != at:
            found.error("R-CHAIN-01", at)
            return None
        merkle.add_leaf(bytes.fromhex(value["leaf"]))
        return Line(None, None)
    merkle.add(body)
    if value is None:
        return None
    if isinstance(value, dict) and isinstance(value.get("v"), (int, float)) and value["v"] != 1:
        found.error("R-ENTRY-02", at)
    elif not ENTRY(value):
        found.error("R-ENTRY-01", at)
    else:
        return Line((Entry(at, value), value["seq"]), sha256(body))
    return None


def _read_lines(stream, found):
    lines, merkle, at, before, bad = [], Merkle(), -1, None, 0
    while True:
        text = stream.readline(LONGEST + 2)
        if not text:
            break
        at += 1
        body = text[:-1] if text.endswith(b"\n") else text
        if len(body) > LONGEST or body == text:
            found.error("R-LINE-01", at)
        line = None if len(body) > LONGEST else _read_line(body, at, merkle, found)
        if line is None:
            bad += 1
            if bad >= BAD_LINES:
                found.error("R-LINE-01", at, "%d lines are no entries" % bad)
            if bad >= BAD_LINES or len(body) > LONGEST:
                return lines, None
        if line and line.entry:
            entry, seq = line.entry
            if seq != at:
                found.error("R-CHAIN-01", at)
                lines.append(None)
                before = None
                bad += 1
                if bad >= BAD_LINES:
                    found.error("R-LINE-01", at, "%d lines are no entries" % bad)
                    return lines, None
                continue
            if (at == 0 and entry.prev != "0" * 64) or (before and before.digest and before.digest != entry.prev):
                found.error("R-CHAIN-02", at)
        lines.append(line)
        before = line
    head = before.digest if before and before.digest else None
    return lines, {"entries": at + 1, "head": head, "root": merkle.root(), "read": True} if not bad else None


def _read_about(ctx, found):
    data = ctx.files.bytes(REDACTION)
    try:
        about = canonical.decode(data) if data is not None else None
    except canonical.NotCanonical:
        about = None
    if about is not None and (not ABOUT(about) or about["withheld"]["files"] != sorted(set(about["withheld"]["files"]))):
        about = None
    if about is None:
        if data is not None:
            found.error("R-REDACT-01", REDACTION)
        return {"entries": None, "files": []}
    named = {each["name"] for each in ctx.statement["subject"]} if ctx.statement else set()
    wrong = any(name not in named or name == "transcript.jsonl" or ctx.files.there(name) for name in about["withheld"]["files"])
    if ctx.statement and (wrong or about["statement"] != ctx.envelope.sha256):
        found.error("R-REDACT-01", REDACTION)
    return about["withheld"]


def _judge_single(ctx, later, found):
    """What is judged of each shown entry by itself; the numbers of those with a signature that no key shown verifies."""
    keys, unverified, made = {}, [], set()
    for entry in [*ctx.entries, *later]:
        if entry.type == "participant.registered":
            keys.setdefault(entry.event["participant"], set()).add(from_base64(entry.event["publicKey"]))
        elif entry.type == "key.generated":
            made.add(entry.event["key"])
    for key in ctx.keys:
        if key.spki and not key.second:
            keys.setdefault(key.signer, set()).add(key.spki)
    for entry in later:
        plan = ctx.predicate["plan"]["sha256"]
        for who, _, signature, what in acts(entry, plan):
            text = message(ctx.predicate["ceremony"], entry.prev, what)
            if not any(curves.verify(spki, text, from_base64(signature), curves.P256) for spki in keys.get(who, ())):
                unverified.append(entry.at)
        for evidence in evidence_in(entry):
            elsewhere = entry.type in ("key.found", "restore.passed") or (entry.type == "key.sealed" and evidence["name"] not in made)
            judge_evidence(evidence, entry.at, elsewhere, found)
    return unverified


def judge_redacted(source, pins=None):
    """(context, findings) of a redacted bundle; the context also says what was withheld."""
    found = Findings()
    ctx = Context(Files(source, found, _limit))
    read_signed(ctx, found)
    withheld = _read_about(ctx, found)
    lines, facts = [], None
    if ctx.files.good(RECORD):
        with ctx.files.open(RECORD) as stream:
            lines, facts = _read_lines(stream, found)
    count = sum(1 for line in lines if line and line.entry is None)
    if withheld["entries"] is not None and ctx.files.good(RECORD) and withheld["entries"] != count:
        found.error("R-REDACT-02", RECORD, "another number than redaction.json says")
    required = (required_files(ctx) - {"transcript.jsonl"}) | {REDACTION, RECORD}
    absent = {name for name in withheld["files"] if not name.startswith("keys/")} | {"transcript.jsonl"}
    judge_files(ctx.files, ctx.statement, required, {"transcript.jsonl"}, found, absent, ALWAYS)
    documents_only = all(name.startswith("documents/") for name in withheld["files"])
    first = next((at for at, line in enumerate(lines) if line is None or line.entry is None), len(lines)) if documents_only else 0
    ctx.entries = [line.entry[0] for line in lines[:first]]
    later = [line.entry[0] for line in lines[first:] if line and line.entry]
    ctx.whole = documents_only and first == len(lines) and facts is not None
    ctx.facts, ctx.story, ctx.before = facts, Story(ctx.entries), Before()
    signed = set()
    read_around(ctx, found)
    if ctx.predicate:
        judge_signer_list(ctx.predicate, found)
        ctx.keys = read_keys(ctx.files, ctx.predicate, found)
        signed = judge_signatures(ctx, found)
        if facts:
            record = ctx.predicate["record"]
            compare_with_statement({**facts, "head": facts["head"] or record["head"]}, record, found)
        if documents_only:
            ctx.known = read_before(ctx, found)
            judge_record(ctx, found)
        ctx.unverified = _judge_single(ctx, later, found)
        ctx.later = later
        signoffs = judge_sidecars(ctx, pins, found)
        if pins:
            judge_trust(ctx, pins, signed, found)
            if "officers" in pins:
                judge_officers(pins["officers"], signoffs, found)
    ctx.signed, ctx.withheld = signed, {"entries": count, "files": withheld["files"]}
    return ctx, found
