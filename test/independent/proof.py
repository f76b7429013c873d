"""The proof of recovery, and keys that were brought back: which keys, with which values and signatures (R-PROOF, R-REST)."""
import curves
import rsa
from canonical import encode
from forms import from_base64
from lifecycle import keys_of_new_set
from objects import same_objects

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


def _known(ctx, name):
    return ctx.story.made.get(name) or ctx.before.life(name)


def keys_to_prove(ctx):
    """Names that the proof must restore: of a set under check its living keys, else those of the new set, and every key made that can leave."""
    names = ctx.story.backed_up()
    if ctx.plan and ctx.plan.kind == "check":
        share_set = ctx.before.set(ctx.plan.sets[0]["id"])
        living = {each["name"] for each in ctx.before.living()}
        names = names + [name for name in (share_set["keys"] if share_set else []) if name in living]
    elif ctx.plan and ctx.plan.makes_set:
        names = names + keys_of_new_set(ctx)
    return list(dict.fromkeys(names))


def _judge_keys(ctx, entry, found):
    """R-PROOF-02 and 03."""
    e, at = entry.event, entry.at
    for name in keys_to_prove(ctx):
        original, copies = _known(ctx, name), [each for each in e["keys"] if each["name"] == name]
        if original is None or len(copies) != 1 or not copies[0]["matches"] or copies[0]["check"] != original["check"]:
            found.error("R-PROOF-02", at, name)
        elif original["purpose"] in SIGNING or copies[0]["challengeSignature"] is not None:
            if not challenge_signed(ctx.opened["ceremony"] if ctx.opened else "", e, copies[0], original):
                found.error("R-PROOF-03", at, name)
    for key in e["keys"]:
        if ctx.known and _known(ctx, key["name"]) is None:
            found.error("R-PROOF-02", at, key["name"])


def _judge_token(tokens, entry, found):
    """R-PROOF-04, 05, 07 and 08."""
    e, at = entry.event, entry.at
    primary, spare, token = tokens.get("primary"), tokens.get("spare"), e["token"]
    if primary is None or spare is None:
        found.error("R-PROOF-04", at, "two tokens were not prepared")
    elif not token["serial"] or not primary["serial"]:
        found.warning("R-PROOF-07", at)
    elif token["serial"] == primary["serial"] or token["serial"] != spare["serial"]:
        found.error("R-PROOF-04", at)
    if e["inventoryBefore"]:
        found.error("R-PROOF-08", at)
    if not same_objects(e["inventoryBefore"], e["inventoryAfter"]):
        found.error("R-PROOF-05", at)


def judge_proof(ctx, found):
    """The proof that counts is that of the set that stands, or, where the ceremony began none, the last one."""
    started, made, gone, passed, written, read, tokens, last = set(), {}, set(), {}, {}, {}, {}, None
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "hsm.prepared":
            tokens[e["token"]] = e["report"]["token"]
        elif entry.type == "backup.started":
            started.add(e["set"])
        elif entry.type == "backup.made" and e["set"] in started:
            made.setdefault(e["set"], e)
        elif entry.type in ("set.voided", "set.declared-void"):
            gone.add(e["set"])
        elif entry.type == "share.written":
            written.setdefault(e["set"], set()).add(e["index"])
        elif entry.type == "share.read" and e["index"] in written.get(e["set"], set()):
            read.setdefault((e["set"], e["index"]), entry.at)
        elif entry.type == "proof.passed":
            passed[e["set"]] = last = entry
        elif entry.type == "key.sealed" and e["key"] not in ctx.story.brought:
            standing = [each for each in made if each not in gone]
            if len(standing) != 1 or standing[0] not in passed:
                found.error("R-PROOF-06", entry.at)
    if not ctx.whole:
        return
    standing = [each for each in made if each not in gone]
    proof = passed.get(standing[0]) if len(standing) == 1 else last if not started else None
    if proof is None:
        if len(standing) == 1 or (not started and ctx.plan and ctx.plan.spare):
            found.error("R-PROOF-01", None, "no proof passed")
        return
    if standing or ctx.known:
        share_set = made[standing[0]] if standing else ctx.before.set(proof.event["set"])
        _judge_quorum(share_set, proof, standing, read, found)
    _judge_keys(ctx, proof, found)
    _judge_token(tokens, proof, found)


def _judge_quorum(share_set, proof, standing, read, found):
    """R-PROOF-01."""
    shares = proof.event["shares"]
    fine = share_set is not None and len(set(shares)) == len(shares) >= share_set["threshold"] and max(shares) <= share_set["count"]
    if fine and standing:
        fine = all(read.get((standing[0], index), proof.at) < proof.at for index in range(1, share_set["count"] + 1))
    if not fine:
        found.error("R-PROOF-01", proof.at)


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
            if (life is not None and key["check"] != life["check"]) or not key["matches"] or (evidence and evidence["attributes"]["LOCAL"] == "true"):
                found.error("R-REST-01", at, key["name"])
            if life and life["purpose"] in SIGNING and not challenge_signed(ceremony, e, key, life):
                found.error("R-REST-02", at, key["name"])
