"""Several bundles as one lineage, judged over their statements (R-LINEAGE)."""
from inherited import root_of

FIXED = ("name", "type", "purpose", "id", "check", "ceremony", "made", "replaces")


class Link:
    def __init__(self, path, sha256, predicate, root_signed):
        self.path, self.sha256, self.predicate, self.root_signed = path, sha256, predicate, root_signed
        self.previous = predicate["previous"]


def _circle(link, by):
    seen, at = set(), link
    while at is not None and at.sha256 not in seen:
        seen.add(at.sha256)
        at = by.get(at.previous)
    return at is link


def _passes_on(before, after):
    """R-LINEAGE-11."""
    old, new = before["lifecycle"], {each["name"]: each for each in after["lifecycle"]}
    for life in old:
        now = new.get(life["name"])
        if now is None or any(now[name] != life[name] for name in FIXED):
            return False
        if (life["state"] == "destroyed" and now["state"] != "destroyed") or (life["compromised"] and not now["compromised"]):
            return False
    names = {each["name"] for each in old}
    if any(each["name"] not in names and each["ceremony"] != after["ceremony"] for each in after["lifecycle"]):
        return False
    sets = {each["id"]: each for each in after["shareSets"]}
    for share_set in before["shareSets"]:
        now, void = sets.get(share_set["id"]), share_set["id"] in after["voidSets"]
        if void or now is None:
            if not void or now is not None:
                return False
            continue
        if _plain(now, after) != _plain(share_set, after):
            return False
    known = {each["id"] for each in before["shareSets"]}
    return all(each["id"] in known or each["ceremony"] == after["ceremony"] for each in after["shareSets"])


def _plain(share_set, after):
    if after["kind"] != "check":
        return share_set
    return {**share_set, "custodians": [{**each, "bag": None} for each in share_set["custodians"]]}


def judge_lineage(links, found):
    by, unique = {}, []
    for link in links:
        if link.sha256 in by:
            found.warning("R-LINEAGE-05", link.path)
        else:
            by[link.sha256] = link
            unique.append(link)
    followers = {}
    for link in unique:
        if link.previous is not None:
            followers.setdefault(link.previous, []).append(link)
    for each in followers.values():
        if len(each) > 1:
            found.error("R-LINEAGE-01", ", ".join(link.path for link in each))
    first = [link for link in unique if link.previous is None and link.predicate["kind"] == "generate"]
    if len(first) > 1:
        found.error("R-LINEAGE-04", ", ".join(link.path for link in first))
    for link in unique:
        kind, p = link.predicate["kind"], link.predicate
        if kind == "generate" and link.previous is not None:
            found.error("R-LINEAGE-06", link.path)
        if kind != "generate" and link.previous is None:
            found.warning("R-LINEAGE-03", link.path)
        if _circle(link, by):
            found.error("R-LINEAGE-09", link.path)
        if link.previous is None:
            continue
        before = by.get(link.previous)
        if before is None:
            found.error("R-LINEAGE-02", link.path)
            continue
        b = before.predicate
        if b["mode"] != p["mode"]:
            found.error("R-LINEAGE-07", link.path)
        if p["ended"] < b["ended"]:
            found.warning("R-LINEAGE-08", link.path)
        signer = next((each for each in p["signers"] if each["id"] == "hsm-root"), None)
        root = root_of(b["lifecycle"])
        if signer is not None and link.root_signed and (root is None or root["check"]["value"] != signer["keySha256"]):
            found.error("R-LINEAGE-10", link.path)
        if not _passes_on(b, p):
            found.error("R-LINEAGE-11", link.path)
    return [link for link in unique]
