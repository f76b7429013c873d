"""The signed statement: envelope, payload, signer list, and what it says against what the record says (R-STMT)."""
import base64

import canonical
import shapes as s
from forms import PARTICIPANT, from_base64, sha256

PAYLOAD_TYPE = "application/vnd.in-toto+json"
ENVELOPE = s.Shape(
    payload=s.base64_text, payloadType=s.just(PAYLOAD_TYPE), signatures=s.list_of(s.Shape(keyid=s.text, sig=s.base64_text), 1))
LIFE = s.Shape(
    name=s.key_name, type=s.one_of(*s.TYPES), purpose=s.one_of(*s.PURPOSES), id=s.key_id, check=s.check_value, state=s.one_of(*s.STATES),
    since=s.either(s.time, s.null), compromised=s.flag, ceremony=s.ceremony_id, made=s.either(s.time, s.null),
    cryptoperiodDays=s.either(s.whole(1, 7300), s.null), replaces=s.either(s.key_name, s.null), until=s.either(s.date, s.null))
SHARE_SET = s.Shape(
    id=s.set_id, ceremony=s.ceremony_id, made=s.either(s.time, s.null), threshold=s.share_count, count=s.share_count, commitments=s.commitments,
    custodians=s.list_of(s.Shape(
        index=s.index, custodian=s.participant, carrier=s.one_of("paper", "smartcard"), bag=s.either(s.text, s.null), card=s.either(s.text, s.null))),
    package=s.digest, keys=s.list_of(s.key_name))
SIGNER = s.Shape(
    id=s.participant, name=s.text, roles=s.list_of(s.text), algorithm=s.one_of("ES256", "ES384"), keySha256=s.digest, required=s.flag,
    maybe_postQuantum=s.Shape(algorithm=s.just("ML-DSA-65"), keySha256=s.digest))
PREDICATE = s.Shape(
    version=s.just(1), ceremony=s.ceremony_id, kind=s.one_of(*s.KINDS), mode=s.one_of("rehearsal", "production"), title=s.text, organisation=s.text,
    previous=s.either(s.digest, s.null), opened=s.time, ended=s.time, plan=s.Shape(sha256=s.digest),
    record=s.Shape(entries=s.whole(0), head=s.digest, merkleRoot=s.digest), keys=s.list_of(s.evidence), lifecycle=s.list_of(LIFE),
    shareSets=s.list_of(SHARE_SET), voidSets=s.list_of(s.set_id), deviations=s.Shape(recorded=s.whole(0), accepted=s.whole(0)),
    signers=s.list_of(SIGNER))
STATEMENT = s.Shape(
    _type=s.just("https://in-toto.io/Statement/v1"), predicateType=s.just("https://keyrite.org/ceremony/v1"),
    subject=s.list_of(s.Shape(name=s.text, digest=s.Shape(sha256=s.digest))), predicate=PREDICATE)


def encoding(payload):
    """What is signed: DSSE 1.0.2 pre-authentication encoding."""
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)


class Envelope:
    def __init__(self, value):
        self.payload = base64.b64decode(value["payload"])
        self.signatures = [(each["keyid"], from_base64(each["sig"])) for each in value["signatures"]]
        self.message = encoding(self.payload)
        self.sha256 = sha256(self.payload)


def read_envelope(data):
    """An Envelope, or None where the bytes are not one of the documented form."""
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical:
        return None
    return Envelope(value) if ENVELOPE(value) else None


def read_statement(payload):
    """The in-toto statement, or None."""
    try:
        value = canonical.decode(payload)
    except canonical.NotCanonical:
        return None
    return value if STATEMENT(value) else None


def judge_signer_list(predicate, found):
    """R-STMT-03, 07, 08, 09."""
    signers = predicate["signers"]
    ids = [each["id"] for each in signers]
    keys = [each["keySha256"] for each in signers] + [each["postQuantum"]["keySha256"] for each in signers if "postQuantum" in each]
    if len(set(ids)) != len(ids) or len(set(keys)) != len(keys):
        found.error("R-STMT-03", "statement.dsse.json", "an id or a key twice")
    for each in signers:
        root = each["id"] == "hsm-root"
        if each["algorithm"] != ("ES384" if root else "ES256") or (root and (not each["required"] or "postQuantum" in each)):
            found.error("R-STMT-03", "statement.dsse.json", each["id"])
        if not root and not each["required"]:
            found.warning("R-STMT-07", "statement.dsse.json", each["id"])
    if not any(each["id"] != "hsm-root" for each in signers):
        found.error("R-STMT-03", "statement.dsse.json", "no people")
    if sum(1 for each in signers if each["id"] != "hsm-root" and each["required"]) < 2:
        found.error("R-STMT-08", "statement.dsse.json")
    if "hsm-root" not in ids:
        found.warning("R-STMT-09", "statement.dsse.json")


def judge_against_record(ctx, found):
    """R-STMT-04 to 06: people, heads and counts of the statement are those of the record."""
    predicate, opened = ctx.predicate, ctx.opened
    file = "statement.dsse.json"
    last = {}
    recorded, accepted, void = set(), set(), set()
    for entry in ctx.entries:
        event = entry.event
        if entry.type == "participant.registered":
            key = from_base64(event["publicKey"])
            second = event.get("postQuantum")
            last[event["participant"]] = (sorted(event["roles"]), sha256(key), second and sha256(from_base64(second["publicKey"])))
        elif entry.type == "deviation.recorded":
            recorded.add(event["id"])
        elif entry.type == "deviation.accepted" and event["id"] in recorded:
            accepted.add(event["id"])
        elif entry.type in ("set.voided", "set.declared-void"):
            void.add(event["set"])
    people = {each["id"]: (sorted(each["roles"]), each["keySha256"], each.get("postQuantum", {}).get("keySha256"))
              for each in predicate["signers"] if each["id"] != "hsm-root"}
    if people != last:
        found.error("R-STMT-04", file)
    if ctx.plan and any(("postQuantum" in each) != ctx.plan.second_keys for each in predicate["signers"] if each["id"] != "hsm-root"):
        found.error("R-STMT-10", file)
    if opened:
        same = all(predicate[name] == opened[name] for name in ("ceremony", "kind", "title", "organisation", "previous"))
        same = same and predicate["plan"]["sha256"] == opened["planSha256"]
        if not same or predicate["opened"] != ctx.opened_entry.time or predicate["ended"] != (ctx.ended.time if ctx.ended else None):
            found.error("R-STMT-05", file)
    counted = {"recorded": len(recorded), "accepted": len(accepted)}
    if predicate["deviations"] != counted or sorted(predicate["voidSets"]) != sorted(void):
        found.error("R-STMT-06", file)


def is_signer_id(text):
    return PARTICIPANT.match(text) is not None
