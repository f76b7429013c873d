"""Replay of what is done with the tokens: examined, prepared, unlocked, and what became of old ones."""
from keys import same_key


def examined(s, e):
    s.at("examine", e["token"])
    wanted = s.plan.hsm if e["token"] == "primary" else s.plan.spare
    report = e["report"]["token"]
    for name in ("model", "firmware", "serial"):
        s.need(name not in wanted or wanted[name] == report[name], "another %s" % name)
    s.tokens[e["token"]].examined = report


def prepare_started(s, e):
    s.at("prepare", e["token"])
    s.tokens[e["token"]].started = True


def _allowed_ids(s, token):
    """Ids of objects that may be on a token when it is prepared."""
    if token != "primary" or s.plan.kind == "generate":
        return set()
    living = {each["name"]: each["id"] for each in s.before.living()}
    if s.plan.kind == "restore":
        back = {name for names in s.before.restored_by(s.plan).values() for name in names}
        return {value for name, value in living.items() if name not in back}
    return set(living.values())


def _covers(s, token, capabilities):
    """Whether the token can do what the plan needs of it."""
    plan, primary = s.plan, token == "primary"
    if capabilities["keyWrapPad"] is None or not capabilities["random"]:
        return False
    if (not primary or plan.kind in ("restore", "reshare", "transfer")) and not capabilities["unwrapsPrivateKeys"]:
        return False
    if primary and (any(each["type"] not in capabilities["keyTypes"] for each in plan.keys) or capabilities["wrapNonExtractable"] == "allowed"):
        return False
    wanted = primary and plan.hsm.get("trustedWrapping") == "required" and plan.makes_set
    return not (wanted and capabilities["trustedWrapping"] == "no")


def prepared(s, e):
    s.at("prepare", e["token"])
    token, plan = s.tokens[e["token"]], s.plan
    s.need(token.started and not token.prepared, "not begun, or done")
    wanted = plan.hsm if e["token"] == "primary" else plan.spare
    how = "adopted" if wanted["prepare"] == "adopt" else "initialised"
    s.need(e["how"] == how, "how")
    holders = {"securityOfficer": plan.security if how == "initialised" else [], "user": plan.user}
    s.need(e["pinHolders"] == holders, "PIN holders")
    if not (plan.kind == "revoke" and e["token"] == "primary"):
        allowed = _allowed_ids(s, e["token"])
        s.need(all(each["id"] in allowed for each in e["inventory"]), "an object that does not belong there")
    s.need(_covers(s, e["token"], e["capabilities"]), "capabilities")
    token.prepared, token.unlocked, token.report = True, True, e["report"]["token"]


def unlocked(s, e):
    token = s.tokens[e["token"]]
    s.need(token.prepared, "not prepared")
    s.need(e["by"] == s.plan.user, "by whom")
    s.here(*e["by"])
    token.unlocked = True


def locked(s, e):
    s.tokens[e["token"]].unlocked = False


def found(s, e):
    s.at("prepare", "primary")
    s.need(s.plan.in_use and s.tokens["primary"].prepared, "nothing to find")
    s.unlocked("primary")
    life, x = s.before.life(e["key"]), e["evidence"]
    s.need(life is not None and life["state"] != "destroyed" and e["key"] not in s.found, "no living key, or found before")
    s.need(x["name"] == e["key"] and same_key(x, life), "another key")
    s.need(x["attributes"]["SENSITIVE"] == "true" and x["attributes"]["EXTRACTABLE"] == "false", "evidence")
    s.found[e["key"]] = x


def retired(s, e):
    s.at("old-hsm")
    s.need(len(s.retired) < len(s.plan.lost), "no further device")
    wanted = s.plan.lost[len(s.retired)]
    s.need((e["label"], e["fate"]) == (wanted["label"], wanted["fate"]) and e["serial"] == wanted.get("serial", ""), "another device")
    s.here(e["by"])
    s.retired.append(e["label"])


def _prepared(s, step):
    if not s.tokens[step.arg].prepared:
        return False
    return step.arg != "primary" or not s.plan.in_use or all(each["name"] in s.found for each in s.before.living())


ACTS = {"hsm.examined": examined, "hsm.prepare-started": prepare_started, "hsm.prepared": prepared, "hsm.unlocked": unlocked, "hsm.locked": locked,
        "key.found": found, "hsm.retired": retired}
DONE = {"examine": lambda s, step: s.tokens[step.arg].examined is not None, "prepare": _prepared,
        "old-hsm": lambda s, step: len(s.retired) == len(s.plan.lost)}
