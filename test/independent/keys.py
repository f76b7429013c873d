"""Keys: what the HSM says of each, and whether it is the same key all the way (R-KEY without the inventories)."""
import curves
import rsa
from forms import from_base64, sha256
from lifecycle import same_list

MECHANISMS = {"aes": ("CKM_AES_KEY_GEN",), "ec-": ("CKM_EC_KEY_PAIR_GEN", "CKM_ECDSA_KEY_PAIR_GEN", "CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS"),
              "rsa": ("CKM_RSA_PKCS_KEY_PAIR_GEN", "CKM_RSA_X9_31_KEY_PAIR_GEN")}
USES = {"root-signing": ("SIGN", "VERIFY"), "signing": ("SIGN", "VERIFY"), "master-wrapping": ("WRAP", "UNWRAP"), "key-wrapping": ("WRAP", "UNWRAP"),
        "data-encryption": ("ENCRYPT", "DECRYPT")}
ALL_USES = ("SIGN", "VERIFY", "ENCRYPT", "DECRYPT", "WRAP", "UNWRAP", "DERIVE")


def spki_fits(spki, key_type):
    if key_type in ("ec-p256", "ec-p384"):
        point = curves.point_of(spki)
        return point is not None and point[0] is (curves.P256 if key_type == "ec-p256" else curves.P384)
    key = rsa.read_key(spki)
    return key is not None and key[0].bit_length() == int(key_type[4:])


def check_fits(check, key_type):
    """R-KEY-08: whether a check value fits the type, and its public key the digest."""
    if key_type == "aes-256":
        return check["kind"] == "cmac"
    if check["kind"] != "spki-sha256":
        return False
    spki = from_base64(check["spki"])
    return sha256(spki) == check["value"] and spki_fits(spki, key_type)


def same_key(evidence, other):
    return all(evidence[name] == other[name] for name in ("id", "type", "purpose", "check"))


def evidence_in(entry):
    if "evidence" not in entry.event:
        return []
    value = entry.event["evidence"]
    return value if isinstance(value, list) else [value]


class Story:
    """What the record says of each key, by name."""

    def __init__(self, entries):
        self.made, self.brought, self.sealed, self.found, self.destroyed, self.started, self.at = {}, {}, {}, {}, {}, {}, {}
        self.made_at = {}
        for entry in entries:
            e = entry.event
            for evidence in evidence_in(entry):
                self.at[evidence["name"]] = entry.at
            if entry.type == "key.generation-started":
                self.started[e["key"]] = e["id"]
            elif entry.type == "key.generated":
                self.made.setdefault(e["key"], e["evidence"])
                self.made_at[e["key"]] = entry.at
            elif entry.type == "key.found":
                self.found.setdefault(e["key"], e["evidence"])
            elif entry.type == "restore.passed":
                for each in e["evidence"]:
                    self.brought.setdefault(each["name"], each)
            elif entry.type == "key.sealed":
                self.sealed[e["key"]] = e["evidence"]
            elif entry.type == "key.destroyed":
                self.destroyed[e["key"]] = entry

    def names(self):
        return list(dict.fromkeys([*self.made, *self.brought, *self.found, *self.sealed]))

    def last(self, name):
        """The evidence last read back; None of a destroyed key."""
        if name in self.destroyed:
            return None
        return self.sealed.get(name) or self.made.get(name) or self.brought.get(name) or self.found.get(name)

    def origin(self, name):
        return self.made.get(name) or self.brought.get(name) or self.found.get(name)

    def on_hsm(self):
        return {name: self.last(name) for name in self.names() if name not in self.destroyed}

    def backed_up(self):
        return [name for name, evidence in self.made.items() if evidence["attributes"]["EXTRACTABLE"] != "false"]


def judge_evidence(evidence, at, elsewhere, found):
    """R-KEY-02, 03, 08, 13 to 16 of one evidence; `elsewhere`: the key was found or brought back."""
    a = evidence["attributes"]
    origin = ("SENSITIVE",) if elsewhere else ("LOCAL", "SENSITIVE", "ALWAYS_SENSITIVE")
    if any(a[name] == "false" for name in origin):
        found.error("R-KEY-02", at, evidence["name"])
    if any(a[name] == "not-reported" for name in origin):
        found.warning("R-KEY-03", at, evidence["name"])
    if not check_fits(evidence["check"], evidence["type"]):
        found.error("R-KEY-08", at, evidence["name"])
    if a["TOKEN"] == "false" or a["PRIVATE"] == "false":
        found.error("R-KEY-13", at, evidence["name"])
    allowed = USES[evidence["purpose"]]
    if any(a[use] == "true" and use not in allowed for use in ALL_USES):
        found.error("R-KEY-14", at, evidence["name"])
    if not elsewhere:
        made_by = evidence["keyGenMechanism"]
        if made_by in ("unavailable", "not-reported") or _is_vendor(made_by):
            found.warning("R-KEY-16", at, evidence["name"])
        elif made_by not in MECHANISMS[evidence["type"][:3]]:
            found.error("R-KEY-15", at, evidence["name"])


def _is_vendor(text):
    try:
        return text.startswith("0x") and int(text, 16) >= 0x80000000
    except ValueError:
        return False


def _judge_each(ctx, found):
    before = ctx.before
    ids = {each["id"] for each in before.lives}
    checks = {each["check"]["value"] for each in before.lives}
    made, brought, seen, chosen = {}, {}, set(), {}
    for entry in ctx.entries:
        e = entry.event
        for evidence in evidence_in(entry):
            elsewhere = entry.type in ("key.found", "restore.passed") or (entry.type == "key.sealed" and evidence["name"] in brought)
            judge_evidence(evidence, entry.at, elsewhere, found)
            if "key" in e and e["key"] != evidence["name"]:
                found.error("R-KEY-01", entry.at, "the evidence of another key")
        if entry.type == "key.generation-started":
            if chosen.get(e["key"], e["id"]) != e["id"]:
                found.error("R-KEY-01", entry.at, "begun again with another id")
            chosen[e["key"]] = e["id"]
        elif entry.type == "key.generated":
            x = e["evidence"]
            if e["key"] in made or chosen.get(e["key"]) != x["id"] or x["id"] in ids or x["check"]["value"] in checks:
                found.error("R-KEY-01", entry.at)
            made[e["key"]] = x
            ids.add(x["id"])
            checks.add(x["check"]["value"])
        elif entry.type in ("key.found", "restore.passed"):
            for x in evidence_in(entry):
                life = before.life(x["name"])
                twice = entry.type == "key.found" and e["key"] in seen
                if (ctx.known and (life is None or life["state"] == "destroyed" or not same_key(x, life))) or twice:
                    found.error("R-KEY-17", entry.at, x["name"])
                seen.add(x["name"])
                if entry.type == "restore.passed":
                    brought[x["name"]] = x
        elif entry.type == "key.sealed":
            first = made.get(e["key"]) or brought.get(e["key"]) or ctx.story.found.get(e["key"])
            if first is None or not same_key(e["evidence"], first):
                found.error("R-KEY-06", entry.at)


def judge_keys(ctx, found):
    _judge_each(ctx, found)
    if not ctx.whole:
        return
    story = ctx.story
    for name in {*story.started, *story.sealed, *story.destroyed} - {*story.made, *story.brought, *story.found}:
        found.error("R-KEY-01", None, "%s was begun, sealed or destroyed, and never made, found or brought back" % name)
    for name, evidence in story.on_hsm().items():
        extractable = evidence["attributes"]["EXTRACTABLE"]
        if extractable == "true":
            found.error("R-KEY-04", None, name)
        elif extractable != "false":
            found.warning("R-KEY-05", story.at[name], name)
    for name, made in story.made.items():
        if made["attributes"]["EXTRACTABLE"] == "true" and story.made[name]["attributes"]["WRAP_WITH_TRUSTED"] != "true":
            found.warning("R-KEY-12", story.made_at[name], name)
    if ctx.predicate and not same_list(story.on_hsm().values(), ctx.predicate["keys"]):
        found.error("R-KEY-07", "statement.dsse.json")
    if ctx.plan and ctx.known:
        _judge_all_there(ctx, found)
    if ctx.predicate and ctx.known:
        _judge_root(ctx, found)


def _judge_all_there(ctx, found):
    """R-KEY-18."""
    plan, before, story = ctx.plan, ctx.before, ctx.story
    if plan.in_use:
        wanted, there = [each["name"] for each in before.living()], story.found
    elif plan.kind == "restore":
        wanted, there = [name for names in before.restored_by(plan).values() for name in names], story.brought
    else:
        return
    for name in wanted:
        if name not in there:
            found.error("R-KEY-18", None, name)


def _judge_root(ctx, found):
    """R-KEY-09: hsm-root is the root in force when the ceremony began, or the one root that a first ceremony made."""
    root, opened = ctx.root, ctx.opened
    made = [each for each in ctx.story.made.values() if each["purpose"] == "root-signing"]
    if opened and opened["kind"] == "generate" and len(made) != 1:
        found.error("R-KEY-09", "keys/hsm-root.pem", "not one root was made")
    gone = root is None or root["name"] in ctx.story.destroyed
    signer = next((each for each in ctx.predicate["signers"] if each["id"] == "hsm-root"), None)
    if signer is None:
        if not gone:
            found.error("R-KEY-09", "statement.dsse.json")
    elif gone or root["type"] != "ec-p384" or root["check"]["value"] != signer["keySha256"]:
        found.error("R-KEY-09", "statement.dsse.json")
