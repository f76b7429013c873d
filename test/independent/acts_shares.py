"""Replay of what is done with shares: a new set, quorums of earlier ones, the check, the proof, and what is given up."""
from lifecycle import keys_of_new_set
from objects import same_objects
from proof import keys_to_prove
from quorum import Quorum, as_noted, on_its_carrier


class NewSet:
    def __init__(self, event):
        self.id, self.made, self.written, self.removed, self.read, self.proven = event["set"], event, {}, set(), set(), False


def _share_of_plan(s, index):
    shares = s.plan.backup["shares"]
    return shares[index - 1] if 1 <= index <= len(shares) else None


def backup_started(s, e):
    s.at("backup")
    s.need(s.set is None and e["set"] not in s.used_sets, "an id that was used, or a set stands")
    s.backup_started = e["set"]


def backup_made(s, e):
    s.at("backup")
    s.need(s.backup_started == e["set"], "not begun")
    s.need((e["threshold"], e["count"]) == (s.plan.backup["threshold"], len(s.plan.backup["shares"])), "not the plan's shares")
    s.need(same_objects(e["inventoryBefore"], e["inventoryAfter"]), "inventory")
    s.need([each["index"] for each in e["commitments"]] == list(range(1, e["count"] + 1)), "commitments")
    s.need(e["combinations"]["checked"] >= 1, "nothing was compared")
    s.need(e["trusted"] or s.plan.hsm["trustedWrapping"] != "required", "a weaker wrapping")
    if s.plan.kind == "reshare":
        for wanted in s.plan.sets:
            quorum = s.quorums.get(wanted["id"])
            s.need(quorum and len(quorum.presented) >= s.before.set(wanted["id"])["threshold"], "no quorum")
    s.set, s.backup_started = NewSet(e), None
    s.used_sets.add(e["set"])


def _new_set(s, e):
    s.need(s.set is not None and s.set.id == e["set"], "no such set")
    return s.set


def written(s, e):
    s.at("write", e["index"])
    of, share = _new_set(s, e), _share_of_plan(s, e["index"])
    s.need(share is not None and e["index"] not in of.written, "no such share, or twice")
    s.need((e["custodian"], e["carrier"]) == (share["custodian"], share["carrier"]), "custodian or carrier")
    s.need(("card" in e) == (e["carrier"] == "smartcard"), "card")
    s.need("card" not in e or s.plan.mode != "production" or e["card"]["removable"], "a card that cannot be taken out")
    of.written[e["index"]] = e


def removed(s, e):
    of = _new_set(s, e)
    s.at("read", e["index"])
    s.need(of.written[e["index"]]["carrier"] == "smartcard", "no card")
    of.removed.add(e["index"])


def _carrier_fits(share, e):
    return (share["carrier"] == "smartcard") == (e["from"] == "smartcard")


def read(s, e):
    of = _new_set(s, e)
    step = s.current()
    s.need(step is not None and step.kind in ("read", "proof"), "another step is current")
    s.need(e["index"] in of.written, "not written")
    first = of.written[e["index"]]
    s.need(_carrier_fits(first, e), "another carrier")
    if step.kind == "read":
        s.need(step.arg == e["index"] and e["index"] not in of.read, "another share, or twice")
        s.need("card" not in first or not first["card"]["removable"] or e["index"] in of.removed, "not taken out")
    of.read.add(e["index"])


def refused(s, e):
    s.need(s.step(e["step"]) is not None, "no such step")


def _begin_again(s, made):
    s.set = s.backup_started = None
    if made:
        s.proving = None
        s.quorums.clear()
    again = {each.name for each in s.script if each.kind in ("backup", "write", "read", "proof")}
    for name in again:
        s.confirmed.pop(name, None)


def voided(s, e):
    if s.before.set(e["set"]):
        s.at("void", e["set"])
        s.void.add(e["set"])
        return
    _give_up_new(s, e)


def _give_up_new(s, e):
    made = s.set is not None and s.set.id == e["set"]
    s.need(made or s.backup_started == e["set"], "no such set")
    s.need(not made or not s.set.proven, "it is proven")
    s.used_sets.add(e["set"])
    _begin_again(s, made)


def declared_void(s, e):
    s.here(e["participant"], e["second"]["participant"])
    s.need(e["participant"] != e["second"]["participant"], "one person")
    _give_up_new(s, e)


def _purpose_keys(s, set_id):
    kind = s.plan.kind
    if kind == "restore":
        return [name for names in s.before.restored_by(s.plan).values() for name in names]
    if kind == "reshare":
        return keys_of_new_set(s.ctx)
    if kind == "transfer":
        return [s.plan.delivers]
    return [name for name in s.before.set(set_id)["keys"] if s.before.life(name)["state"] != "destroyed"]


def joined(s, e):
    s.at("quorum", e["set"])
    who, purpose = e["participant"], e["purpose"]
    s.here(who)
    s.need("custodian" in s.plan.people[who]["roles"], "no custodian")
    quorum = s.quorums.setdefault(e["set"], Quorum())
    s.need(who not in quorum.joined, "twice")
    token = s.tokens["spare" if s.plan.kind == "check" else "primary"].report
    s.need(purpose["operation"] == s.plan.kind and token and purpose["token"] == token["serial"], "another purpose")
    s.need(sorted(purpose["keys"]) == sorted(_purpose_keys(s, e["set"])), "other keys")
    quorum.joined[who] = purpose["keys"]


def presented(s, e):
    s.at("quorum", e["set"])
    quorum = s.quorums.get(e["set"], Quorum())
    s.here(e["participant"])
    s.need(e["participant"] in quorum.joined and e["participant"] not in quorum.presented.values(), "not joined, or twice")
    s.need(e["index"] not in quorum.presented and e["index"] <= s.before.set(e["set"])["count"], "no such share, or twice")
    quorum.presented[e["index"]] = e["participant"]


def cleared(s, e):
    s.quorums.pop(e["set"], None)


def checked(s, e):
    s.at("check", e["index"])
    s.need(e["set"] == s.plan.sets[0]["id"] and e["index"] not in s.results, "another set, or twice")
    s.need(("from" in e) == (e["result"] in ("readable", "bag-mismatch")), "read or not")
    noted = next((each for each in s.before.set(e["set"])["custodians"] if each["index"] == e["index"]), None)
    if noted and "from" in e:
        s.need(on_its_carrier(e, noted), "read from another carrier")
    if noted and e["result"] == "readable":
        s.need(as_noted(e, noted), "another bag or card")
    s.results[e["index"]] = e


def accounted(s, e):
    s.at("destroy-shares", e["set"])
    number = e.get("index", 0)
    of = s.accounted.setdefault(e["set"], set())
    s.need(number not in of and number <= s.before.set(e["set"])["count"], "twice, or no such share")
    of.add(number)


def _quorum(s, set_id, shares):
    share_set, quorum = s.before.set(set_id), s.quorums.get(set_id, Quorum())
    s.need(share_set is not None and len(set(shares)) == len(shares) >= share_set["threshold"], "no quorum")
    s.need(all(each in quorum.presented for each in shares), "not presented")


def restore_started(s, e):
    s.at("restore", e["set"])
    s.unlocked("primary")
    _quorum(s, e["set"], e["shares"])
    s.restoring = (e["set"], e["shares"])


def restore_passed(s, e):
    step = s.current()
    s.need(step is not None and step.kind == "restore" and step.arg == e["set"] and s.all_confirmed(step), "another step is current")
    s.unlocked("primary")
    s.need(s.restoring == (e["set"], e["shares"]), "not begun with these shares")
    wanted = s.before.restored_by(s.plan)[e["set"]]
    s.need(sorted(each["name"] for each in e["keys"]) == sorted(wanted) == sorted(each["name"] for each in e["evidence"]), "other keys")
    for key in e["keys"]:
        s.need(key["matches"] and key["check"] == s.before.life(key["name"])["check"], "another key")
    for x in e["evidence"]:
        s.need(x["check"] == s.before.life(x["name"])["check"] and x["id"] == s.before.life(x["name"])["id"], "another key")
        s.need(x["attributes"]["EXTRACTABLE"] == "false" and x["attributes"]["LOCAL"] == "false", "evidence")
        s.brought[x["name"]] = x
    s.restored[e["set"]], s.restoring = True, None


def failed(s, e):
    s.need((s.restoring or s.proving or (None,))[0] == e["set"], "not begun")
    s.restoring = s.proving = None


def _proof_set(s):
    return s.plan.sets[0]["id"] if s.plan.kind == "check" else s.set.id if s.set else None


def proof_started(s, e):
    s.at("proof")
    s.unlocked("spare")
    s.need(e["set"] == _proof_set(s), "another set")
    if s.plan.kind == "check":
        _quorum(s, e["set"], e["shares"])
    else:
        s.need(len(set(e["shares"])) == len(e["shares"]) >= s.set.made["threshold"], "no quorum")
        s.need(len(s.set.read) == s.set.made["count"] and set(e["shares"]) <= s.set.read, "not all were read back")
    s.proving = (e["set"], e["shares"])


def proof_passed(s, e):
    s.at("proof")
    s.unlocked("spare")
    s.need(s.proving == (e["set"], e["shares"]), "not begun with these shares")
    originals = {**{each["name"]: each for each in s.before.lives}, **s.made}
    shown = {each["name"]: each for each in e["keys"]}
    for name in keys_to_prove(s.ctx):
        s.need(name in shown and name in originals, "a key was left out")
        s.need(shown[name]["matches"] and shown[name]["check"]["value"] == originals[name]["check"]["value"], "a key that does not match")
    s.proven.add(e["set"])
    if s.set and s.set.id == e["set"]:
        s.set.proven = True
    s.proving = None


ACTS = {"backup.started": backup_started, "backup.made": backup_made, "share.written": written, "share.removed": removed, "share.read": read,
        "share.refused": refused, "set.voided": voided, "set.declared-void": declared_void, "quorum.joined": joined, "share.presented": presented,
        "quorum.cleared": cleared, "share.checked": checked, "share.destroyed": accounted, "package.destroyed": accounted,
        "restore.started": restore_started, "restore.passed": restore_passed, "restore.failed": failed, "proof.started": proof_started,
        "proof.passed": proof_passed, "proof.failed": failed}


def _quorum_done(s, step):
    """Gathered, or no longer needed since what it was for is done."""
    if step.arg in s.restored or (s.plan.kind == "reshare" and s.set) or s.delivered or step.arg in s.proven:
        return True
    quorum = s.quorums.get(step.arg)
    return quorum is not None and len(quorum.presented) >= s.before.set(step.arg)["threshold"]


DONE = {"backup": lambda s, step: s.set is not None, "write": lambda s, step: s.set is not None and step.arg in s.set.written,
        "read": lambda s, step: s.set is not None and step.arg in s.set.read, "proof": lambda s, step: _proof_set(s) in s.proven,
        "quorum": _quorum_done, "restore": lambda s, step: step.arg in s.restored, "check": lambda s, step: step.arg in s.results,
        "result": lambda s, step: True, "void": lambda s, step: step.arg in s.void,
        "destroy-shares": lambda s, step: s.accounted.get(step.arg, set()) == set(range(s.before.set(step.arg)["count"] + 1))}
