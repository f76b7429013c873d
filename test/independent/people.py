"""People: who registered with which key, and whether each signature in the record is theirs (R-PART, R-CONF, R-DEV)."""
import curves
import mldsa
from canonical import encode
from forms import from_base64

PREFIX = b"keyrite/confirmation/v1\n"


def message(ceremony, head, what):
    return PREFIX + encode({"ceremony": ceremony, "head": head, "what": what})


def acts(entry, plan_sha256):
    """(participant, key or None for the registered one, signature, what) of each signature in an event."""
    e = entry.event
    if entry.type == "participant.registered":
        what = {"act": "register", "participant": e["participant"], "roles": e["roles"], "publicKey": e["publicKey"], "planSha256": plan_sha256}
        if "postQuantum" in e:
            what["postQuantum"] = {name: e["postQuantum"][name] for name in ("algorithm", "publicKey")}
        yield e["participant"], from_base64(e["publicKey"]), e["signature"], what
    elif entry.type == "step.confirmed":
        what = {"act": "confirm", "participant": e["participant"], "step": e["step"]}
        yield e["participant"], None, e["signature"], {**what, "note": e["note"]} if "note" in e else what
    elif entry.type == "deviation.accepted":
        yield e["participant"], None, e["signature"], {"act": "accept-deviation", "participant": e["participant"], "deviation": e["id"]}
    elif entry.type == "quorum.joined":
        what = {"act": "join-quorum", "participant": e["participant"], "set": e["set"], "purpose": e["purpose"]}
        yield e["participant"], None, e["signature"], what
    elif entry.type == "set.declared-void":
        for each in (e, e["second"]):
            what = {"act": "declare-void", "participant": each["participant"], "set": e["set"], "reason": e["reason"]}
            yield each["participant"], None, each["signature"], what


def _judge_second(entry, ceremony, plan_sha256, owners, found):
    """The second key of a registration: nobody else has it, and it signs what the first one signs."""
    e = entry.event
    spki, who = from_base64(e["postQuantum"]["publicKey"]), e["participant"]
    if owners.setdefault(spki, who) != who:
        found.error("R-PART-02", entry.at)
    if mldsa.key_of(spki) is None:
        found.error("R-PART-02", entry.at)
        return
    ((_, _, _, what),) = acts(entry, plan_sha256)
    if not mldsa.verify(spki, message(ceremony, entry.prev, what), from_base64(e["postQuantum"]["signature"])):
        found.error("R-PART-01", entry.at)


RULE = {"participant.registered": "R-PART-01", "deviation.accepted": "R-DEV-01"}


def judge_people(ctx, found):
    keys, owners, recorded, open_ones = {}, {}, {}, {}
    ceremony = ctx.opened["ceremony"] if ctx.opened else ""
    plan_sha256 = ctx.opened["planSha256"] if ctx.opened else ""
    for entry in ctx.entries:
        e = entry.event
        for who, key, signature, what in acts(entry, plan_sha256):
            spki = key or keys.get(who)
            if spki is None:
                found.error("R-CONF-02", entry.at, who)
            elif not curves.verify(spki, message(ceremony, entry.prev, what), from_base64(signature), curves.P256):
                found.error(RULE.get(entry.type, "R-CONF-01"), entry.at, who)
        if entry.type == "set.declared-void" and e["participant"] == e["second"]["participant"]:
            found.error("R-CONF-01", entry.at, "one person twice")
        if entry.type == "participant.registered":
            spki, who = from_base64(e["publicKey"]), e["participant"]
            point = curves.point_of(spki)
            if "postQuantum" in e:
                _judge_second(entry, ceremony, plan_sha256, owners, found)
            if not point or point[0] is not curves.P256 or owners.setdefault(spki, who) != who or e["again"] != (who in keys):
                found.error("R-PART-02", entry.at)
            keys[who] = spki
        elif entry.type == "statement.signed" and e["signer"] != "hsm-root" and e["signer"] not in keys:
            found.error("R-CONF-02", entry.at)
        elif entry.type == "deviation.recorded":
            if e["id"] != len(recorded) + 1:
                found.error("R-DEV-03", entry.at)
            recorded[e["id"]] = e["by"]
            open_ones[e["id"]] = entry.at
        elif entry.type == "deviation.accepted":
            if e["id"] not in recorded or recorded[e["id"]] == e["participant"]:
                found.error("R-DEV-01", entry.at)
            open_ones.pop(e["id"], None)
    if ctx.whole:
        for at in open_ones.values():
            found.warning("R-DEV-02", at)
