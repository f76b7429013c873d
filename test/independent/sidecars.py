"""What came after the closing (docs/formats/sidecars.md): sign-offs of officers, timestamps, and entries of transparency logs."""
import re
import unicodedata

import canonical
import curves
import shapes as s
from forms import from_base64, sha256
from logs import judge_log_entry
from statement import encoding, read_envelope
from timestamps import judge_timestamp

FOLDER = "sidecars/"
KIBI = 1024
LIMITS = ((re.compile(r"sign-off-([0-9a-f]{16})\.dsse\.json\Z"), 256 * KIBI), (re.compile(r"timestamp-([0-9a-f]{16})\.tsr\Z"), 64 * KIBI),
          (re.compile(r"log-([0-9a-f]{16})\.json\Z"), 256 * KIBI))
MOST = 64
RULE_ID = re.compile(r"R(?:-[A-Z0-9]{1,20}){2,4}\Z")


def limit_of(name):
    """The size limit of a sidecar by its name under sidecars/, or None."""
    return next((limit for pattern, limit in LIMITS if pattern.match(name)), None)


def _speaks(v):
    return s.text(v) and any(unicodedata.category(c)[0] in "LN" for c in v)


def _p256(v):
    point = curves.point_of(from_base64(v) or b"")
    return point is not None and point[0] is curves.P256


STATEMENT = s.Shape(
    _type=s.just("https://in-toto.io/Statement/v1"), predicateType=s.just("https://keyrite.org/sign-off/v1"),
    subject=s.list_of(s.Shape(name=s.just("statement.dsse.json#payload"), digest=s.Shape(sha256=s.digest)), 1),
    predicate=s.Shape(
        version=s.just(1), ceremony=s.ceremony_id, decision=s.one_of("accepted", "refused"), reasons=lambda v: s.long_text(v) and v != "",
        officer=s.Shape(name=_speaks, role=_speaks, keySha256=s.digest, spki=_p256), time=s.time,
        verified=s.Shape(transcriptSha256=s.digest, warnings=lambda v: isinstance(v, list) and len(v) <= 1000 and s.list_of(
            s.Shape(rule=s.matching(RULE_ID), event=s.either(s.whole(0), s.null)))(v)),
        endorsement=s.either(s.base64_text, s.null)))


class SignOff:
    def __init__(self, file, envelope, statement):
        self.file, self.envelope, self.subject, self.predicate = file, envelope, statement["subject"], statement["predicate"]
        self.officer, self.good = self.predicate["officer"], True

    @property
    def key(self):
        return self.officer["keySha256"]


def _read(file, data):
    """A SignOff of the documented form, or None."""
    envelope = read_envelope(data)
    if envelope is None or len(envelope.signatures) != 1:
        return None
    try:
        statement = canonical.decode(envelope.payload)
    except canonical.NotCanonical:
        return None
    if not STATEMENT(statement) or len(statement["subject"]) != 1 or envelope.signatures[0][0] != statement["predicate"]["officer"]["keySha256"]:
        return None
    return SignOff(file, envelope, statement)


def comparable(name):
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).upper())
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN")


def _took_part(ctx, officer):
    """R-SIGNOFF-04."""
    predicate = ctx.predicate
    keys = {each["keySha256"] for each in predicate["signers"]}
    keys |= {sha256(from_base64(entry.event["publicKey"])) for entry in [*ctx.entries, *ctx.later] if entry.type == "participant.registered"}
    keys |= {each["check"]["value"] for each in predicate["lifecycle"] if each["check"]["kind"] == "spki-sha256"}
    names = {comparable(each["name"]) for each in predicate["signers"] if each["id"] != "hsm-root"}
    if ctx.plan:
        names |= {comparable(each["name"]) for each in ctx.plan.value["participants"]}
    return officer["keySha256"] in keys or comparable(officer["name"]) in names


def _judge_one(ctx, one, given, found):
    def wrong(rule):
        one.good = False
        found.error(rule, one.file)
    spki, p = from_base64(one.officer["spki"]), one.predicate
    if sha256(spki) != one.key or not curves.verify(spki, one.envelope.message, one.envelope.signatures[0][1], curves.P256):
        wrong("R-SIGNOFF-02")
    transcript = next((each["digest"]["sha256"] for each in ctx.statement["subject"] if each["name"] == "transcript.jsonl"), None)
    of = (one.subject[0]["digest"]["sha256"], p["ceremony"], p["verified"]["transcriptSha256"])
    if of != (ctx.envelope.sha256, ctx.predicate["ceremony"], transcript):
        wrong("R-SIGNOFF-03")
    if _took_part(ctx, one.officer):
        wrong("R-SIGNOFF-04")
    endorsement = p["endorsement"]
    if p["decision"] == "refused":
        if endorsement is not None:
            wrong("R-SIGNOFF-05")
        found.warning("R-SIGNOFF-06", one.file)
    else:
        if endorsement is None or not curves.verify(spki, encoding(ctx.envelope.payload), from_base64(endorsement), curves.P256):
            wrong("R-SIGNOFF-05")
        seen = {(each["rule"], each["event"]) for each in p["verified"]["warnings"]}
        if not given <= seen:
            found.warning("R-SIGNOFF-08", one.file)
    if p["time"] < ctx.predicate["ended"]:
        found.warning("R-SIGNOFF-09", one.file)


def _decoded(pins, part):
    return [from_base64(each) for each in pins[part]] if pins and part in pins else None


def judge_sidecars(ctx, pins, found):
    """R-SIDE, R-SIGNOFF, R-STAMP, R-LOG; the sign-offs that could be read, in the order of their names."""
    if not ctx.predicate:
        return []
    names = sorted(name for name in {*ctx.files.plain, *ctx.files.odd} if name.startswith(FOLDER))
    names, beyond = [name for name in names if ctx.files.good(name)][:MOST], names[MOST:]
    if beyond:
        found.error("R-SIDE-02", "sidecars")
    given = {(each["rule"], each["event"]) for each in found.warnings}
    signoffs, once = [], set()
    for name in names:
        data = ctx.files.bytes(name)
        if ctx.files.sha256(name)[:16] not in name:
            found.error("R-SIDE-01", name)
        if name.startswith(FOLDER + "timestamp-"):
            judge_timestamp(data, ctx.envelope.payload, ctx.predicate["ended"], _decoded(pins, "timestampRoots"), name, found)
        elif name.startswith(FOLDER + "log-"):
            judge_log_entry(data, ctx.envelope.payload, _decoded(pins, "logKeys"), name, found)
        else:
            one = _read(name, data)
            if one is None:
                found.error("R-SIGNOFF-01", name)
            else:
                _judge_one(ctx, one, given, found)
                signoffs.append(one)
    for one in signoffs:
        if one.good and one.key in once:
            found.warning("R-SIGNOFF-07", one.file)
        if one.good:
            once.add(one.key)
    return signoffs


def judge_officers(pins, signoffs, found):
    """R-TRUST-04 and 05."""
    pinned = [each for each in signoffs if each.good and each.key in pins["keys"]]
    refused = {each.key for each in pinned if each.predicate["decision"] == "refused"}
    accepted = {each.key for each in pinned} - refused
    if refused:
        found.error("R-TRUST-05", "sidecars")
    if len(accepted) < pins["threshold"]:
        found.error("R-TRUST-04", "sidecars")
