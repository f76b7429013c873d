"""The rules of docs/plan.md across the fields of a plan; a plan that breaks one is no valid plan."""

FITTING = {"root-signing": ("ec-p384",), "signing": ("ec-p384", "ec-p256", "rsa-3072", "rsa-4096"), "master-wrapping": ("aes-256",),
           "key-wrapping": ("aes-256", "rsa-3072", "rsa-4096"), "data-encryption": ("aes-256",)}
PERIOD = {"root-signing": (365, 1096), "signing": (365, 1096), "master-wrapping": (365, 731), "key-wrapping": (182, 366), "data-encryption": (90, 180)}
ALL_ROLES = {"administrator", "security-officer", "custodian", "witness", "auditor"}
APART = [("auditor", "administrator"), ("auditor", "security-officer"), ("auditor", "custodian"), ("auditor", "witness"),
         ("administrator", "security-officer"), ("security-officer", "custodian"), ("witness", "custodian"), ("witness", "security-officer"),
         ("witness", "administrator")]


def _needed(kind):
    if kind == "revoke":
        return {"security-officer", "witness"}
    return ALL_ROLES - {"custodian"} if kind in ("destroy", "transfer") else ALL_ROLES


def _people(plan):
    value, people = plan.value, plan.value["participants"]
    if len(plan.people) != len(people):
        yield "two participants with one id"
    filled = {role for each in people for role in each["roles"]}
    if _needed(plan.kind) - filled:
        yield "a role that nobody has"
    pairs = APART + [tuple(each["apart"]) for each in value["separation"]]
    for each in people:
        if len(set(each["roles"])) != len(each["roles"]):
            yield "a role twice"
        if any(a != b and a in each["roles"] and b in each["roles"] for a, b in pairs):
            yield "roles that one person must not hold together"
    if any(each["apart"][0] == each["apart"][1] for each in value["separation"]):
        yield "a role apart from itself"
    holders = plan.security + plan.user
    if any(each not in plan.people for each in holders):
        yield "a PIN half held by nobody of the plan"
        return
    if len(set(holders)) != len(holders):
        yield "two PIN halves in one hand"
    if any({"witness", "auditor"} & set(plan.people[each]["roles"]) for each in holders):
        yield "a witness or auditor holds a PIN half"
    if plan.security and not any("security-officer" in plan.people[each]["roles"] for each in plan.security):
        yield "no security officer holds the security officer's PIN"
    if any("security-officer" in plan.people[each]["roles"] for each in plan.user):
        yield "a security officer holds the user's PIN"


def _keys(plan):
    names = [each["name"] for each in plan.keys]
    if len(set(names)) != len(names) or len(set(plan.destroys)) != len(plan.destroys):
        yield "a key twice"
    if any(each["type"] not in FITTING[each["purpose"]] for each in plan.keys):
        yield "a type that does not fit the purpose"
    roots = sum(1 for each in plan.keys if each["purpose"] == "root-signing")
    if (plan.kind == "generate" and roots != 1) or roots > 1:
        yield "not one root"
    if plan.keys and not any(each["backup"] for each in plan.keys):
        yield "no key in the backup"
    replaced = [each["replaces"] for each in plan.keys if "replaces" in each]
    if len(set(replaced)) != len(replaced) or set(replaced) & set(names):
        yield "one key replaced twice, or by itself"


def _shares(plan):
    groups = [plan.backup["shares"]] if plan.backup else []
    if plan.backup and plan.backup["threshold"] > len(plan.backup["shares"]):
        yield "a threshold beyond the shares"
    ids = [each["id"] for each in plan.sets]
    if len(set(ids)) != len(ids):
        yield "a set twice"
    for each in plan.sets:
        indexes = [share["index"] for share in each["shares"]]
        if len(set(indexes)) != len(indexes):
            yield "a share twice"
        groups.append(each["shares"])
    tokens = [(each["module"], each["label"]) for each in (plan.hsm, plan.spare) if each]
    if len(set(tokens)) != len(tokens):
        yield "hsm and spare are one token"
    for shares in groups:
        holders = [each["custodian"] for each in shares]
        if len(set(holders)) != len(holders):
            yield "two shares in one hand"
        if any(each not in plan.people or "custodian" not in plan.people[each]["roles"] for each in holders):
            yield "a custodian who is none"
        if "index" in shares[0]:
            continue  # where old shares are is a fact, and no plan of this ceremony
        cards = [(each["card"]["module"], each["card"]["label"]) for each in shares if "card" in each]
        if len(set(cards)) != len(cards) or set(cards) & set(tokens):
            yield "two shares on one card, or one on the HSM"


def _devices(plan):
    modules = [plan.hsm["module"]] + ([plan.spare["module"]] if plan.spare else [])
    for shares in ([plan.backup["shares"]] if plan.backup else []) + [each["shares"] for each in plan.sets]:
        modules += [each["card"]["module"] for each in shares if "card" in each]
    for device in [plan.hsm] + ([plan.spare] if plan.spare else []):
        certificate = device["certificate"]
        if certificate["standard"] != "none" and not ("number" in certificate and "level" in certificate):
            yield "a certificate without number or level"
    if any(not each.startswith("/") for each in modules):
        yield "a module without an absolute path"


def _warnings(plan):
    """What is refused only where the plan is strict."""
    for each in plan.keys:
        low, high = PERIOD[each["purpose"]]
        if not low <= each["cryptoperiodDays"] <= high or not each["backup"]:
            yield each["name"]
    names = [each["name"] for each in plan.value["participants"]]
    if len(set(names)) != len(names):
        yield "two people with one name"
    if plan.backup and plan.backup["threshold"] == len(plan.backup["shares"]):
        yield "no share may be lost"
    if plan.mode == "production":
        for device in [plan.hsm] + ([plan.spare] if plan.spare else []):
            if "model" not in device or "serial" not in device or device["certificate"]["standard"] == "none" or "softhsm" in device["module"]:
                yield "a device that is not described"


def mistakes(plan):
    if plan.value.get("signatures", {}).get("hsm"):
        return ["a post-quantum signature of the HSM, which no ceremony makes"]
    found = [*_people(plan), *_keys(plan), *_shares(plan), *_devices(plan)]
    return found + ([*_warnings(plan)] if plan.value["strict"] else [])
