"""The script of a ceremony: its steps, who confirms each and when, from the plan (and whose root gives way) alone."""


class Step:
    def __init__(self, name, kind, arg=None, who=(), before=False):
        self.name, self.kind, self.arg, self.before = name, kind, arg, before
        self.who = [each for each in dict.fromkeys(who) if each is not None]


def _tokens(plan):
    officer, witness = plan.first("security-officer"), plan.first("witness")
    for token in ["primary"] + (["spare"] if plan.spare else []):
        yield Step("hsm:%s:check" % token, "examine", token, [officer, witness])
        yield Step("hsm:%s:prepare" % token, "prepare", token, [officer, plan.user[0]], True)


def _backup(plan):
    auditor, witness = plan.first("auditor"), plan.first("witness")
    yield Step("backup", "backup", None, plan.authorisers(), True)
    shares = list(enumerate(plan.backup["shares"], 1))
    for index, share in shares:
        yield Step("share:%d:write" % index, "write", index, [share["custodian"]])
    for index, share in shares:
        yield Step("share:%d:read" % index, "read", index, [share["custodian"], witness])
    yield Step("proof", "proof", None, [auditor, witness])


def _give_up(plan):
    officer, witness = plan.first("security-officer"), plan.first("witness")
    for each in plan.sets:
        yield Step("void:%s" % each["id"], "void", each["id"], plan.authorisers(), True)
        yield Step("destroy-shares:%s" % each["id"], "destroy-shares", each["id"], [officer, witness])


def _middle(plan):
    people = plan.authorisers()
    officer, witness, auditor = plan.first("security-officer"), plan.first("witness"), plan.first("auditor")
    kind = plan.kind
    if kind in ("generate", "rotate"):
        for key in plan.keys:
            yield Step("key:%s" % key["name"], "key", key["name"], people, True)
        yield from _backup(plan)
        yield Step("seal", "seal", None, people, True)
    if kind == "rotate":
        if any(each["purpose"] == "root-signing" for each in plan.keys):
            yield Step("root-succession", "succession", None, people, True)
        yield Step("states", "states", None, people + [auditor], True)
    if kind == "restore":
        for each in plan.sets:
            yield Step("quorum:%s" % each["id"], "quorum", each["id"])
            yield Step("restore:%s" % each["id"], "restore", each["id"], people, True)
        yield Step("seal", "seal", None, people, True)
        if plan.lost:
            yield Step("old-hsm", "old-hsm", None, [officer, witness])
    if kind == "check":
        for share in plan.sets[0]["shares"]:
            yield Step("check:%d" % share["index"], "check", share["index"], [witness])
        yield Step("check-result", "result", None, [auditor, officer])
        if plan.spare:
            yield Step("quorum:%s" % plan.sets[0]["id"], "quorum", plan.sets[0]["id"])
            yield Step("proof", "proof", None, [auditor, witness])
    if kind == "reshare":
        for each in plan.sets:
            yield Step("quorum:%s" % each["id"], "quorum", each["id"])
        yield from _backup(plan)
        yield from _give_up(plan)
    if kind == "revoke":
        yield Step("states", "states", None, people, True)
    if kind in ("destroy", "revoke"):
        for name in plan.destroys:
            yield Step("destroy:%s" % name, "destroy", name, people, True)
        yield from _give_up(plan)
    if kind == "transfer":
        if "publicKey" in plan.target:
            yield Step("target", "target", None, [officer, witness])
        for each in plan.sets:
            yield Step("quorum:%s" % each["id"], "quorum", each["id"])
        yield Step("delivery", "delivery", None, people, True)


def script_of(plan):
    return [Step("plan", "plan"), Step("preflight", "preflight"), Step("attendance", "attendance"), *_tokens(plan), *_middle(plan),
            Step("signing", "signing"), Step("closing", "closing")]
