"""Objects on the tokens: what must be there, what must be gone, and what nothing explains (R-KEY-10, 11, R-REST-03, R-DEST-01, R-TOKEN-01)."""
from canonical import encode

PARTS = {"CKO_PRIVATE_KEY", "CKO_PUBLIC_KEY"}


def counted(inventory):
    """How often each object is there."""
    counts = {}
    for each in inventory:
        key = encode(each)
        counts[key] = counts.get(key, 0) + 1
    return counts


def same_objects(one, other):
    return counted(one) == counted(other)


def without(inventory, ids):
    return [each for each in inventory if each["id"] not in ids]


def classes_of(inventory, key_id):
    return sorted(each["class"] for each in inventory if each["id"] == key_id)


def is_whole(inventory, evidence):
    """Whether exactly the objects of a key are there under its id."""
    classes = classes_of(inventory, evidence["id"])
    if evidence["type"] == "aes-256":
        return classes == ["CKO_SECRET_KEY"]
    return classes in (["CKO_PRIVATE_KEY"], ["CKO_PRIVATE_KEY", "CKO_PUBLIC_KEY"])


def has_main(inventory, evidence):
    wanted = "CKO_SECRET_KEY" if evidence["type"] == "aes-256" else "CKO_PRIVATE_KEY"
    return any(each["id"] == evidence["id"] and each["class"] == wanted and each["token"] for each in inventory)


def unexplained(inventory, prepared, evidence):
    """Objects that neither stood there before nor belong to a key."""
    left = counted(prepared)
    used = set()
    by_id = {each["id"]: each for each in evidence}
    answer = []
    for each in inventory:
        key = encode(each)
        if left.get(key, 0):
            left[key] -= 1
            owner = by_id.get(each["id"])
            if owner:
                used.add((each["id"], each["class"]))
            continue
        owner = by_id.get(each["id"])
        main = "CKO_SECRET_KEY" if owner and owner["type"] == "aes-256" else "CKO_PRIVATE_KEY"
        allowed = owner and (each["class"] == main or (main == "CKO_PRIVATE_KEY" and each["class"] == "CKO_PUBLIC_KEY"))
        if not allowed or (each["id"], each["class"]) in used:
            answer.append(each)
        used.add((each["id"], each["class"]))
    return answer


def came(before, after, evidences, found_already=False):
    """Whether nothing but the objects of these keys is new between two inventories."""
    ids = {each["id"] for each in evidences}
    if not found_already and any(each["id"] in ids for each in before):
        return False
    return all(is_whole(after, each) for each in evidences) and same_objects(without(before, ids), without(after, ids))


def judge_objects(ctx, found):
    prepared, examined = [], {}
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "key.generated":
            if not came(e["inventoryBefore"], e["inventoryAfter"], [e["evidence"]], e["found"]):
                found.error("R-KEY-11", entry.at)
        elif entry.type == "restore.passed":
            if not came(e["inventoryBefore"], e["inventoryAfter"], e["evidence"]):
                found.error("R-REST-03", entry.at)
        elif entry.type == "hsm.examined":
            examined[e["token"]] = e["report"]["token"]
        elif entry.type == "hsm.prepared":
            _judge_token(examined.get(e["token"]), e["report"]["token"], entry.at, found)
            if e["token"] == "primary":
                prepared = e["inventory"]
    if ctx.whole:
        last = next((entry for entry in reversed(ctx.entries) if entry.type == "record.ended"), None)
        if last:
            keys = list(ctx.story.on_hsm().values())
            inventory = last.event["inventory"]
            if any(not has_main(inventory, each) for each in keys) or unexplained(inventory, prepared, keys):
                found.error("R-KEY-10", last.at)


def _judge_token(before, now, at, found):
    if before is None:
        found.error("R-TOKEN-01", at, "not examined")
    elif any(before[name] != now[name] for name in ("manufacturer", "model")) or (before["serial"] and before["serial"] != now["serial"]):
        found.error("R-TOKEN-01", at)
