"""Replay of what is done with keys: made, sealed, set to a state, certified, destroyed, delivered."""
from objects import classes_of, same_objects, without


def generation_started(s, e):
    s.at("key", e["key"])
    s.unlocked("primary")
    s.started[e["key"]] = e["id"]


def generated(s, e):
    step = s.current()
    s.need(step is not None and step.kind == "key" and step.arg == e["key"] and s.all_confirmed(step), "another step is current")
    s.unlocked("primary")
    x, key = e["evidence"], s.plan.key(e["key"])
    s.need(s.started.get(e["key"]) == x["id"] and e["key"] not in s.made, "not begun with this id")
    s.need((x["name"], x["type"], x["purpose"]) == (key["name"], key["type"], key["purpose"]), "another key")
    a = x["attributes"]
    s.need(a["LOCAL"] == "true" and a["SENSITIVE"] == "true", "evidence")
    s.need(a["EXTRACTABLE"] == ("true" if key["backup"] else "false"), "extractable or not")
    s.made[e["key"]] = x


def sealed(s, e):
    s.at("seal")
    s.unlocked("primary")
    name, x = e["key"], e["evidence"]
    first = s.made.get(name) or s.brought.get(name)
    s.need(first is not None and name in _to_seal(s) and name not in s.sealed and x["check"]["value"] == first["check"]["value"], "not a key to seal")
    s.need(x["attributes"]["EXTRACTABLE"] == "false", "extractable")
    s.need(x["attributes"]["LOCAL"] == "true" or (name in s.brought and x["attributes"]["LOCAL"] == "false"), "local")
    s.sealed[name] = x


def _to_seal(s):
    return [each["name"] for each in s.plan.keys if each["backup"]] + list(s.brought)


def state_set(s, e):
    s.at("states")
    wanted = _states(s)
    s.need(e["key"] in wanted and e["key"] not in s.states, "no such key, or twice")
    s.need((e["state"], e["until"]) == wanted[e["key"]], "another state")
    s.states[e["key"]] = e["state"]


def _states(s):
    if s.plan.kind == "rotate":
        return {each["replaces"]: ("deactivated", s.plan.value["deactivatedUntil"]) for each in s.plan.keys}
    return {name: ("compromised", None) for name in s.plan.destroys}


def certified(s, e):
    s.at("succession")
    new = next((each for each in s.made.values() if each["purpose"] == "root-signing"), None)
    s.need(new is not None and e["next"] == new["check"]["value"] and e["old"] == s.before.root["check"]["value"], "other roots")
    s.certified = True


def attested(s, e):
    s.at("destroy", s.ctx.root["name"] if s.ctx.root else "")
    s.attested = True


def destroyed(s, e):
    step = s.current()
    s.need(step is not None and step.kind == "destroy" and step.arg == e["key"] and s.all_confirmed(step), "another step is current")
    s.need(s.before.root is None or e["key"] != s.before.root["name"] or s.attested, "the root has not signed")
    x = s.found.get(e["key"])
    s.need(x is not None and e["key"] not in s.destroyed, "not found before")
    s.need(not classes_of(e["inventoryAfter"], x["id"]), "still there")
    s.need(same_objects(without(e["inventoryBefore"], {x["id"]}), without(e["inventoryAfter"], {x["id"]})), "something else changed")
    there = bool(classes_of(e["inventoryBefore"], x["id"]))
    s.need(e["failedUse"] not in ("", "CKR_OK") or (not there and e["failedUse"] == ""), "a use did not fail")
    s.destroyed.add(e["key"])


def imported(s, e):
    s.at("target")
    target = s.plan.target
    s.need(e["kind"] == target["kind"] and e["spkiSha256"] == target["publicKey"], "another target")
    s.imported = True


def delivered(s, e):
    s.at("delivery")
    target = s.plan.target
    s.need(e["key"] == s.plan.delivers and e["target"] == target["kind"] and e["spkiSha256"] == target.get("publicKey", ""), "another delivery")
    for wanted in s.plan.sets:
        quorum = s.quorums.get(wanted["id"])
        s.need(quorum is not None and len(quorum.presented) >= s.before.set(wanted["id"])["threshold"], "no quorum")
    s.delivered = True


def _all_states(s, step):
    return set(_states(s)) <= set(s.states)


ACTS = {"key.generation-started": generation_started, "key.generated": generated, "key.sealed": sealed, "key.state-set": state_set,
        "root.certified": certified, "root.attested": attested, "key.destroyed": destroyed, "target.imported": imported, "key.delivered": delivered}
DONE = {"key": lambda s, step: step.arg in s.made, "seal": lambda s, step: all(each in s.sealed for each in _to_seal(s)), "states": _all_states,
        "succession": lambda s, step: s.certified, "destroy": lambda s, step: step.arg in s.destroyed, "target": lambda s, step: s.imported,
        "delivery": lambda s, step: s.delivered}
