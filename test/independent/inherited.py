"""What a ceremony begins with: the statement before, the packages of its sets, and who vouches for them (R-INH)."""
import canonical
import curves
import shapes as s
from forms import SET_ID, from_base64, sha256
from statement import read_envelope, read_statement

WRAPPED_KEY = s.Shape(name=s.key_name, type=s.one_of(*s.TYPES), purpose=s.one_of(*s.PURPOSES), id=s.key_id, check=s.check_value, wrapped=s.base64_text)
PACKAGE = s.Shape(
    v=s.just(1), ceremony=s.ceremony_id, mode=s.one_of("rehearsal", "production"), set=s.set_id, threshold=s.share_count, count=s.share_count,
    commitments=s.commitments, keys=s.list_of(WRAPPED_KEY, 1))
STATEMENT = "inherited/statement.dsse.json"


def read_package(data):
    """A package of the documented form (docs/formats/package.md), or None."""
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical:
        return None
    if not PACKAGE(value) or len(value["keys"]) > 16 or any(ord(c) > 127 for c in data.decode("utf-8")):
        return None
    names, ids = [each["name"] for each in value["keys"]], [each["id"] for each in value["keys"]]
    indexes = [each["index"] for each in value["commitments"]]
    good = len(set(names)) == len(names) and len(set(ids)) == len(ids) and indexes == list(range(1, value["count"] + 1))
    return value if good and value["threshold"] <= value["count"] else None


def root_of(lives):
    """The root in force among key lives, or None."""
    roots = [each for each in lives if each["purpose"] == "root-signing"]
    return next((each for each in roots if each["state"] == "active"), None)


def last_root(lives):
    return root_of(lives) or next((each for each in lives if each["purpose"] == "root-signing" and each["state"] != "destroyed"), None)


class Before:
    """Lives and sets as they were when the ceremony began."""

    def __init__(self, lives=(), sets=(), mode=None, statement=None):
        self.lives, self.sets, self.mode, self.statement = list(lives), list(sets), mode, statement
        self.root = last_root(self.lives)

    def life(self, name):
        return next((each for each in self.lives if each["name"] == name), None)

    def living(self):
        return [each for each in self.lives if each["state"] != "destroyed"]

    def set(self, set_id):
        return next((each for each in self.sets if each["id"] == set_id), None)

    def restored_by(self, plan):
        """For a restore: names that each set of the plan brings back, in plan order."""
        done, answer = set(), {}
        for wanted in plan.sets:
            found = self.set(wanted["id"])
            names = [name for name in (found["keys"] if found else []) if name not in done and (self.life(name) or {}).get("state", "destroyed") != "destroyed"]
            done.update(names)
            answer[wanted["id"]] = names
        return answer


def from_packages(plan, packages):
    """What a restore from packages alone begins with."""
    lives, sets, mode = [], [], None
    for wanted in plan.sets:
        package = packages[wanted["id"]]
        mode = mode or package["mode"]
        for key in package["keys"]:
            if not any(each["name"] == key["name"] for each in lives):
                lives.append({**{name: key[name] for name in ("name", "type", "purpose", "id", "check")}, "state": "active", "since": None,
                              "compromised": False, "ceremony": package["ceremony"], "made": None, "cryptoperiodDays": None, "replaces": None, "until": None})
        sets.append({"id": package["set"], "ceremony": package["ceremony"], "made": None, "threshold": package["threshold"], "count": package["count"],
                     "commitments": package["commitments"], "custodians": [], "package": wanted["package"], "keys": [each["name"] for each in package["keys"]]})
    return Before(lives, sets, mode)


def _voucher(statement):
    """Keys of the lifecycle that may have signed that statement as hsm-root; empty where it needs none."""
    root = last_root(statement["lifecycle"])
    if root is None:
        return []
    if statement["kind"] == "rotate" and root["ceremony"] == statement["ceremony"] and root["replaces"] is not None:
        return [each for each in statement["lifecycle"] if each["name"] == root["replaces"]]
    return [root]


def judge_statement_before(files, previous, found):
    """R-INH-01 to 04: the predicate of the statement before, or None."""
    if previous is None:
        if files.there(STATEMENT):
            found.error("R-INH-01", STATEMENT, "follows none")
        return None
    data = files.bytes(STATEMENT)
    if data is None:
        return None
    envelope = read_envelope(data)
    statement = read_statement(envelope.payload) if envelope else None
    if statement is None:
        found.error("R-INH-02", STATEMENT)
        return None
    before = statement["predicate"]
    vouchers = _voucher(before)
    listed = next((each for each in before["signers"] if each["id"] == "hsm-root"), None)
    if listed is None:
        if root_of(before["lifecycle"]):
            found.error("R-INH-03", STATEMENT, "no hsm-root among the signers")
        else:
            found.warning("R-INH-04", STATEMENT)
    else:
        spkis = [from_base64(each["check"].get("spki", "")) for each in vouchers if each["check"]["value"] == listed["keySha256"]]
        if not any(curves.verify(spki, envelope.message, der, curves.P384) for spki in spkis if spki for _, der in envelope.signatures):
            found.error("R-INH-03", STATEMENT)
    if envelope.sha256 != previous:
        found.error("R-INH-01", STATEMENT, "another digest")
        return None
    return before


def read_packages(files):
    """Packages under inherited/ by set id; None where the file is not one of the documented form."""
    packages = {}
    for name in files.plain:
        set_id = name[10:-5]
        if name.startswith("inherited/") and name.endswith(".json") and SET_ID.match(set_id):
            packages[set_id] = read_package(files.bytes(name) or b"")
    return packages


def _same(package, share_set, before):
    if package is None:
        return False
    same = all(package[name] == share_set[name] for name in ("ceremony", "threshold", "count", "commitments")) and package["set"] == share_set["id"]
    if not same or sorted(each["name"] for each in package["keys"]) != sorted(share_set["keys"]):
        return False
    for key in package["keys"]:
        life = before.life(key["name"])
        if life is None or any(key[name] != life[name] for name in ("type", "purpose", "id", "check")):
            return False
    return True


def judge_packages(ctx, found):
    """R-INH-05, 06, 08 and, for a restore from packages alone, R-INH-01."""
    before, plan = ctx.before, ctx.plan
    for set_id, package in ctx.packages.items():
        name = "inherited/%s.json" % set_id
        share_set = before.set(set_id)
        if share_set is None or ctx.files.sha256(name) != share_set["package"] or not _same(package, share_set, before):
            found.error("R-INH-05", name)
    if plan:
        combined = [each["id"] for each in plan.sets] if plan.kind in ("restore", "reshare", "transfer") or (plan.kind == "check" and plan.spare) else []
        for set_id in combined:
            if ctx.packages.get(set_id) is None:
                found.error("R-INH-06", "inherited/%s.json" % set_id)


def judge_carried_on(ctx, found):
    """R-INH-08: whether the bundle is enough for the next ceremony."""
    for share_set in ctx.predicate["shareSets"]:
        own = share_set["ceremony"] == ctx.predicate["ceremony"]
        name = "package.keyrite.json" if own else "inherited/%s.json" % share_set["id"]
        if not ctx.files.there(name):
            found.warning("R-INH-08", name)


def judge_first_event(ctx, found):
    """R-INH-07, R-INH-09."""
    opened = ctx.opened
    listed = [(each["name"], each["sha256"]) for each in opened["inherited"]]
    real = [(name, ctx.files.sha256(name)) for name in ctx.files.plain if name.startswith("inherited/") and ctx.files.good(name)]
    if sorted(listed) != sorted(real):
        found.error("R-INH-07", 0)
    if opened["kind"] != "generate" and opened["previous"] is None:
        found.warning("R-INH-09", "plan.yaml")
