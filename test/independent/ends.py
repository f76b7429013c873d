"""Roots that follow one another, keys and sets that are given up, and what is delivered (R-ROOT, R-DEST, R-DELIV)."""
import curves
from canonical import encode
from forms import from_base64, sha256
from objects import same_objects, without


def _signed_by_root(root, message, signature):
    spki = from_base64(root["check"].get("spki", ""))
    return spki is not None and curves.verify(spki, message, from_base64(signature), curves.P384)


def attestation(ceremony, root, entry):
    return b"keyrite/root-attestation/v1\n" + encode({"ceremony": ceremony, "destroys": [root["name"]], "head": entry.prev})


def valid_attestations(ctx):
    """Entries of root.attested that carry a valid signature of the root in force."""
    root = ctx.root
    ceremony = ctx.opened["ceremony"] if ctx.opened else ""
    return [entry for entry in ctx.entries if entry.type == "root.attested" and root and
            _signed_by_root(root, attestation(ceremony, root, entry), entry.event["signature"])]


def judge_roots(ctx, found):
    root = ctx.before.root if ctx.before.root and ctx.before.root["state"] == "active" else None
    vouching = ctx.root
    ceremony = ctx.opened["ceremony"] if ctx.opened else ""
    attested = {entry.at for entry in valid_attestations(ctx)}
    made, certified, earlier = [], set(), False
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "key.generated" and e["evidence"]["purpose"] == "root-signing":
            made.append(e["evidence"])
        elif entry.type == "root.certified":
            following = next((each for each in made if each["check"]["value"] == e["next"]), None)
            message = b"keyrite/root-succession/v1\n" + encode({"ceremony": ceremony, "next": e["next"], "old": e["old"]})
            if (root is None or following is None or e["old"] != root["check"]["value"] or not _signed_by_root(root, message, e["byOld"])
                    or not _signed_by_root(following, message, e["byNext"])):
                found.error("R-ROOT-01", entry.at)
            certified.add(e["next"])
        elif entry.type == "root.attested":
            if entry.at not in attested:
                found.error("R-ROOT-02", entry.at)
            earlier = True
        elif entry.type == "key.destroyed" and vouching and e["key"] == vouching["name"] and not earlier:
            found.error("R-ROOT-02", entry.at)
    if ctx.whole and root:
        for each in made:
            if each["check"]["value"] not in certified:
                found.error("R-ROOT-01", None)


def judge_destruction(ctx, found):
    once = set()
    last = next((entry for entry in reversed(ctx.entries) if entry.type == "record.ended"), None)
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "key.destroyed":
            _judge_destroyed(ctx, entry, last, found)
            if e["key"] in once:
                found.error("R-DEST-01", entry.at, "a second time")
            once.add(e["key"])
        elif entry.type in ("share.destroyed", "package.destroyed") and e["result"] != "destroyed":
            found.warning("R-DEST-03", entry.at)
    if not ctx.whole:
        return
    for name, entry in ctx.story.destroyed.items():
        if ctx.predicate and any(name in each["keys"] for each in ctx.predicate["shareSets"]):
            found.warning("R-DEST-04", entry.at)


def _judge_destroyed(ctx, entry, last, found):
    e, at = entry.event, entry.at
    evidence = ctx.story.found.get(e["key"])
    if evidence is None:
        found.error("R-DEST-01", at, "not found before")
        return
    ids = {evidence["id"]}
    before = [each for each in e["inventoryBefore"] if each["id"] in ids]
    after = [each for each in e["inventoryAfter"] if each["id"] in ids]
    wrong = bool(after) or not same_objects(without(e["inventoryBefore"], ids), without(e["inventoryAfter"], ids))
    wrong = wrong or (ctx.whole and last is not None and any(each["id"] in ids for each in last.event["inventory"]))
    if not before and e["failedUse"] == "":
        found.warning("R-DEST-02", at)
    elif e["failedUse"] in ("", "CKR_OK"):
        wrong = True
    if wrong:
        found.error("R-DEST-01", at)


def judge_delivery(ctx, found):
    plan = ctx.plan
    delivered, imported, keys = {}, [], []
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "target.imported":
            imported.append(e["spkiSha256"])
            if sha256(from_base64(e["spki"])) != e["spkiSha256"]:
                found.error("R-DELIV-02", entry.at)
        elif entry.type == "key.delivered":
            keys.append(e)
            for each in e["files"]:
                delivered[each["name"]] = each["sha256"]
    if not ctx.whole:
        return
    real = {name[9:]: ctx.files.sha256(name) for name in ctx.files.plain if name.startswith("delivery/")}
    if real != delivered:
        found.error("R-DELIV-01", "delivery")
    if plan and plan.kind == "transfer":
        wanted = plan.target.get("publicKey", "")
        fine = all(each["key"] == plan.delivers and each["target"] == plan.target["kind"] and each["spkiSha256"] == wanted for each in keys)
        if not fine or any(each != wanted for each in imported) or (keys and wanted and not imported):
            found.error("R-DELIV-02", None)


