"""Pinned keys: whether the signers are those that the reader already knows (R-TRUST)."""
import json

from certificates import Certificate
from der import NotDer
from ends import valid_attestations
from forms import CEREMONY, DIGEST, from_base64, sha256


class BadPins(Exception):
    pass


def _once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise BadPins("a name twice")
    return dict(pairs)


def _digests(value):
    return isinstance(value, list) and value and all(isinstance(each, str) and DIGEST.match(each) for each in value) and len(set(value)) == len(value)


def _certificate(text):
    try:
        return Certificate(from_base64(text) or b"") is not None
    except NotDer:
        return False


def read_pins(data):
    """The pins of a trust file, or BadPins."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except ValueError as problem:
        raise BadPins(str(problem))
    if not isinstance(value, dict) or value.get("keyriteTrust") != 1 or isinstance(value["keyriteTrust"], bool):
        raise BadPins("no trust file")
    if set(value) - {"keyriteTrust", "ceremony", "hsmRoot", "participants", "officers", "postQuantum", "timestampRoots", "logKeys"} or not {"hsmRoot", "participants"} & set(value):
        raise BadPins("other fields, or nothing pinned")
    if "ceremony" in value and not (isinstance(value["ceremony"], str) and CEREMONY.match(value["ceremony"])):
        raise BadPins("ceremony")
    if "hsmRoot" in value and not _digests(value["hsmRoot"]):
        raise BadPins("hsmRoot")
    for part in ("participants", "officers"):
        if part not in value:
            continue
        people = value[part]
        threshold = people.get("threshold") if isinstance(people, dict) else None
        good = isinstance(people, dict) and set(people) == {"threshold", "keys"} and _digests(people["keys"])
        if not good or isinstance(threshold, bool) or not isinstance(threshold, int) or not 1 <= threshold <= len(people["keys"]):
            raise BadPins(part)
    for part, readable in (("timestampRoots", _certificate), ("logKeys", lambda each: bool(from_base64(each)))):
        pinned = value.get(part, ["-"])
        if not isinstance(pinned, list) or not 1 <= len(pinned) <= 20 or len(set(map(str, pinned))) != len(pinned) or (part in value and not all(map(readable, pinned))):
            raise BadPins(part)
    if value.get("postQuantum", "required") != "required" or ("postQuantum" in value and "participants" not in value):
        raise BadPins("postQuantum")
    return value


def _root_met(ctx, pinned, signed):
    signer = next((each for each in ctx.predicate["signers"] if each["id"] == "hsm-root"), None)
    if signer is not None:
        return signer["id"] in signed and signer["keySha256"] in pinned
    root = ctx.root
    if root is None or root["name"] not in ctx.story.destroyed or "spki" not in root["check"] or sha256(from_base64(root["check"]["spki"])) not in pinned:
        return False
    people = {each["id"] for each in ctx.predicate["signers"]}
    last = [entry.at for entry in ctx.entries if entry.type == "participant.registered" and entry.event["participant"] in people]
    return any(entry.at > max(last, default=-1) for entry in valid_attestations(ctx))


def judge_trust(ctx, pins, signed, found):
    if "postQuantum" in pins:
        people = {each["id"] for each in ctx.predicate["signers"] if each["id"] != "hsm-root"}
        if not people <= {each.signer for each in ctx.keys if each.second and each.name in signed}:
            found.error("R-TRUST-08", "statement.dsse.json")
    if "ceremony" in pins and pins["ceremony"] != ctx.predicate["ceremony"]:
        found.error("R-TRUST-03", "statement.dsse.json")
    if "hsmRoot" in pins and not _root_met(ctx, pins["hsmRoot"], signed):
        found.error("R-TRUST-01", "statement.dsse.json")
    if "participants" in pins:
        demanded = "postQuantum" in pins
        pinned = set(pins["participants"]["keys"])
        counted = [each for each in ctx.keys if each.name in signed and each.signer != "hsm-root" and (each.second or not demanded)]
        if len({each.signer for each in counted if each.digest in pinned}) < pins["participants"]["threshold"]:
            found.error("R-TRUST-02", "statement.dsse.json")
