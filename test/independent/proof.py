"""The proof of recovery, and keys that were brought back: which keys, with which values and signatures (R-PROOF, R-REST)."""
import curves
import rsa
from canonical import encode
from forms import from_base64
from lifecycle import keys_of_new_set

SIGNING = ("root-signing", "signing")


def challenge_signed(ceremony, event, key, original):
    """Whether the restored key signed the challenge, under the public key of the original."""
    if key["challengeSignature"] is None or "spki" not in original["check"]:
        return False
    message = b"keyrite/proof/v1\n" + encode({"ceremony": ceremony, "nonce": event["challenge"], "set": event["set"]})
    spki, signature = from_base64(original["check"]["spki"]), from_base64(key["challengeSignature"])
    if original["type"] == "ec-p384":
        return curves.verify(spki, message, signature, curves.P384)
    if original["type"] == "ec-p256":
        return curves.verify(spki, message, signature, curves.P256)
    return rsa.verify(spki, message, signature)


def _originals(ctx):
    answer = {each["name"]: each for each in ctx.before.living()}
    answer.update(ctx.story.made)
    return answer


def _judge_passed(ctx, entry, read, found):
    e, at = entry.event, entry.at
    originals = _originals(ctx)
    names = [each["name"] for each in e["keys"]]
    inherited = ctx.before.set(e["set"])
    if inherited:
        wanted = {name for name in inherited["keys"] if (ctx.before.life(name) or {"state": "destroyed"})["state"] != "destroyed"}
    else:
        wanted = set(ctx.story.backed_up()) | (set(keys_of_new_set(ctx)) if ctx.plan else set())
    if set(names) != wanted or len(set(names)) != len(names):
        found.error("R-PROOF-02", at)
    for key in e["keys"]:
        original = originals.get(key["name"])
        if original is None or key["check"] != original["check"] or not key["matches"]:
            found.error("R-PROOF-02", at, key["name"])
        if original and (original["purpose"] in SIGNING or key["challengeSignature"] is not None):
            if not challenge_signed(ctx.opened["ceremony"] if ctx.opened else "", e, key, original):
                found.error("R-PROOF-03", at, key["name"])
    if e["inventoryBefore"]:
        found.error("R-PROOF-08", at)
    if any(each not in e["inventoryBefore"] for each in e["inventoryAfter"]):
        found.error("R-PROOF-05", at)


def judge_proof(ctx, found):
    passed, primary, read, made, gone, quorum_fine = {}, None, {}, {}, set(), {}
    for entry in ctx.entries:
        e, at = entry.event, entry.at
        if entry.type == "hsm.prepared" and e["token"] == "primary":
            primary = e["report"]["token"]
        elif entry.type == "backup.made":
            made[e["set"]] = e
            read[e["set"]] = set()
        elif entry.type == "share.read":
            read.setdefault(e["set"], set()).add(e["index"])
        elif entry.type in ("set.voided", "set.declared-void"):
            gone.add(e["set"])
        elif entry.type == "proof.passed":
            passed[e["set"]] = at
            _judge_passed(ctx, entry, read, found)
            share_set = made.get(e["set"]) or ctx.before.set(e["set"])
            different = set(e["shares"])
            fine = share_set is not None and len(different) == len(e["shares"]) and len(different) >= share_set["threshold"]
            fine = fine and all(index <= share_set["count"] for index in different)
            if e["set"] in made and read[e["set"]] != set(range(1, made[e["set"]]["count"] + 1)):
                fine = False
            if not fine:
                found.error("R-PROOF-01", at)
            _judge_token(primary, e["token"], at, found)
        elif entry.type == "key.sealed" and e["key"] in ctx.story.made:
            if not any(set_id in made and set_id not in gone for set_id in passed):
                found.error("R-PROOF-06", at)
    if not ctx.whole:
        return
    for set_id in made:
        if set_id not in gone and set_id not in passed:
            found.error("R-PROOF-01", None)
    if ctx.plan and ctx.plan.kind == "check" and ctx.plan.spare and ctx.plan.sets[0]["id"] not in passed:
        found.error("R-PROOF-01", None)


def _judge_token(primary, token, at, found):
    """R-PROOF-04, R-PROOF-07."""
    if primary is None:
        return
    if not primary["serial"] or not token["serial"]:
        found.warning("R-PROOF-07", at)
        same = all(primary[name] == token[name] for name in ("manufacturer", "model", "serial", "label"))
    else:
        same = all(primary[name] == token[name] for name in ("manufacturer", "model", "serial"))
    if same:
        found.error("R-PROOF-04", at)


def judge_restores(ctx, found):
    """R-REST-01 and 02."""
    once = set()
    ceremony = ctx.opened["ceremony"] if ctx.opened else ""
    for entry in ctx.entries:
        if entry.type != "restore.passed":
            continue
        e, at = entry.event, entry.at
        names = [each["name"] for each in e["keys"]]
        shown = {each["name"]: each for each in e["evidence"]}
        if sorted(names) != sorted(each["name"] for each in e["evidence"]) or once & set(names) or len(set(names)) != len(names):
            found.error("R-REST-01", at)
        once.update(names)
        for key in e["keys"]:
            life = ctx.before.life(key["name"])
            evidence = shown.get(key["name"])
            if life is None or key["check"] != life["check"] or not key["matches"] or (evidence and evidence["attributes"]["LOCAL"] == "true"):
                found.error("R-REST-01", at, key["name"])
            if life and life["purpose"] in SIGNING and not challenge_signed(ceremony, e, key, life):
                found.error("R-REST-02", at, key["name"])
