"""Shares of earlier sets: who agreed to what, who presented which, and the yearly check (R-QUORUM, R-CHECK)."""
import re

from lifecycle import keys_of_new_set


def bag(text):
    """A bag's number as it is compared: without case, spaces, other signs, and the word "bag" in front."""
    bare = re.sub(r"[^0-9a-z]", "", (text or "").lower())
    return bare[3:] if bare.startswith("bag") else bare


class Quorum:
    def __init__(self):
        self.joined, self.presented = {}, {}


def judge_quorums(ctx, found):
    sets, tokens, made = {}, {}, set()
    for entry in ctx.entries:
        e, at = entry.event, entry.at
        if entry.type == "hsm.prepared":
            tokens[e["token"]] = e["report"]["token"]["serial"]
        elif entry.type == "quorum.joined":
            quorum = sets.setdefault(e["set"], Quorum())
            kind = ctx.opened["kind"] if ctx.opened else None
            token = tokens.get("spare" if kind == "check" else "primary")
            if e["purpose"]["operation"] != kind or e["purpose"]["token"] != token:
                found.error("R-QUORUM-02", at)
            quorum.joined[e["participant"]] = e["purpose"]["keys"]
        elif entry.type == "share.presented":
            quorum = sets.setdefault(e["set"], Quorum())
            share_set = ctx.before.set(e["set"])
            unknown = ctx.known and (share_set is None or e["index"] > share_set["count"])
            if unknown or e["participant"] not in quorum.joined or e["index"] in quorum.presented or e["participant"] in quorum.presented.values():
                found.error("R-QUORUM-01", at)
            quorum.presented.setdefault(e["index"], e["participant"])
        elif entry.type == "quorum.cleared":
            sets.pop(e["set"], None)
        elif entry.type == "ceremony.resumed" or (entry.type in ("set.voided", "set.declared-void") and e["set"] in made):
            sets.clear()
        if entry.type == "restore.passed":
            _used(ctx, sets, e["set"], e["shares"], [each["name"] for each in e["evidence"]], at, found)
        elif entry.type == "proof.passed" and e["set"] not in made and ctx.before.set(e["set"]):
            _used(ctx, sets, e["set"], e["shares"], [each["name"] for each in e["keys"]], at, found)
        elif entry.type == "backup.made":
            made.add(e["set"])
            if ctx.plan and ctx.plan.kind == "reshare":
                _all_used(ctx, sets, keys_of_new_set(ctx), at, found)
        elif entry.type == "key.delivered" and ctx.plan and ctx.plan.kind == "transfer":
            _all_used(ctx, sets, [e["key"]], at, found)


def _all_used(ctx, sets, keys, at, found):
    for wanted in ctx.plan.sets:
        quorum = sets.get(wanted["id"], Quorum())
        of_set = (ctx.before.set(wanted["id"]) or {"keys": []})["keys"]
        mine = [each for each in keys if each in of_set] if ctx.plan.kind == "reshare" else keys
        _used(ctx, sets, wanted["id"], list(quorum.presented), mine, at, found)


def _used(ctx, sets, set_id, shares, keys, at, found):
    """R-QUORUM-03: a quorum of those presented, for keys that every presenter agreed to."""
    quorum, share_set = sets.get(set_id, Quorum()), ctx.before.set(set_id)
    if share_set is None:
        return
    fine = len(set(shares)) == len(shares) and len(shares) >= share_set["threshold"]
    fine = fine and all(index in quorum.presented for index in shares)
    if fine:
        agreed = [quorum.joined.get(each, []) for each in quorum.presented.values()]
        fine = all(set(keys) <= set(each) for each in agreed)
    if not fine:
        found.error("R-QUORUM-03", at)


def judge_check(ctx, found):
    results = {}
    for entry in ctx.entries:
        if entry.type != "share.checked":
            continue
        e, at = entry.event, entry.at
        share_set = ctx.before.set(e["set"])
        noted = next((each for each in share_set["custodians"] if each["index"] == e["index"]), None) if share_set else None
        if e["index"] in results or (noted is None and ctx.known):
            found.error("R-CHECK-01", at)
        results.setdefault(e["index"], e["set"])
        if e["result"] != "readable":
            found.warning("R-CHECK-02", at)
        if ("from" in e) != (e["result"] in ("readable", "bag-mismatch")) or (noted and "from" in e and not on_its_carrier(e, noted)):
            found.error("R-CHECK-03", at)
        elif noted and e["result"] == "readable" and not as_noted(e, noted):
            found.error("R-CHECK-03", at)
    if ctx.whole and ctx.plan and ctx.plan.kind == "check":
        share_set = ctx.before.set(ctx.plan.sets[0]["id"])
        if share_set and any(results.get(index) != share_set["id"] for index in range(1, share_set["count"] + 1)):
            found.error("R-CHECK-01", None)


def as_noted(e, noted):
    if noted["bag"] is not None and bag(e["bag"]) != bag(noted["bag"]):
        return False
    return not noted["card"] or ("card" in e and e["card"]["serial"] == noted["card"])


def on_its_carrier(e, noted):
    return (noted["carrier"] == "smartcard") == (e["from"] == "smartcard")
