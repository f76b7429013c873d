"""The share set that a ceremony makes: commitments, package, and each share written, taken out and read back (R-SET)."""
from math import comb

from keys import same_key
from lifecycle import keys_of_new_set
from objects import same_objects

PAPER = ("image", "camera", "typed")


def same_card(one, other):
    return one is not None and one == other


class Share:
    def __init__(self, written, at):
        self.at, self.written, self.removed, self.read = at, written, False, False


def judge_sets(ctx, found):
    """R-SET-02, 04 to 06, 08 to 13 as the events pass; then the set that stands."""
    started, made, gone, shares = set(), {}, set(), {}
    inherited = {each["id"] for each in ctx.before.sets}
    for entry in ctx.entries:
        e, at = entry.event, entry.at
        if entry.type == "backup.started":
            if e["set"] in started or e["set"] in inherited:
                found.error("R-SET-08", at, "an id that was used before")
            started.add(e["set"])
        elif entry.type == "backup.made":
            if e["set"] in made or e["set"] in gone or e["set"] not in started:
                found.error("R-SET-08", at, "made twice, not begun, or given up")
            made[e["set"]] = e
            shares[e["set"]] = {}
            _judge_made(e, at, found)
        elif entry.type in ("set.voided", "set.declared-void"):
            if e["set"] in started:
                gone.add(e["set"])
        elif entry.type in ("share.written", "share.removed", "share.read"):
            if e["set"] not in made or e["set"] in gone or e["index"] > made[e["set"]]["count"]:
                found.error("R-SET-08", at)
            else:
                _judge_share(entry, shares[e["set"]], made[e["set"]], found)
        elif entry.type == "proof.passed":
            if e["set"] in gone or not (e["set"] in made if e["set"] in started else e["set"] in inherited or not ctx.known):
                found.error("R-SET-08", at)
    if ctx.whole:
        _judge_standing(ctx, [each for each in made.values() if each["set"] in started - gone], shares, found)


def _judge_made(e, at, found):
    commitments = e["commitments"]
    indexes = [each["index"] for each in commitments]
    values, salts = {each["commitment"] for each in commitments}, {each["salt"] for each in commitments}
    if indexes != list(range(1, e["count"] + 1)) or len(values) != len(commitments) or len(salts) != len(commitments) or e["threshold"] > e["count"]:
        found.error("R-SET-02", at)
    if e["combinations"]["total"] != comb(e["count"], e["threshold"]) or not 1 <= e["combinations"]["checked"] <= e["combinations"]["total"]:
        found.error("R-SET-09", at)
    if not e["trusted"]:
        found.warning("R-SET-10", at)
    if (e["trusted"] and e["wrappingKey"].get("TRUSTED") == "false") or e["wrappingKey"].get("EXTRACTABLE") == "true":
        found.error("R-SET-11", at)


def _judge_share(entry, shares, made, found):
    e, at = entry.event, entry.at
    share = shares.get(e["index"])
    if entry.type == "share.written":
        if share:
            found.error("R-SET-04", at)
        shares.setdefault(e["index"], Share(e, at))
        return
    if share is None:
        if entry.type == "share.read":
            found.error("R-SET-05", at)
        return
    card = share.written.get("card")
    if entry.type == "share.removed":
        share.removed = True
        return
    on_card = share.written["carrier"] == "smartcard"
    if on_card != (e["from"] == "smartcard"):
        found.error("R-SET-05", at)
        return
    if on_card and not share.read:
        if not same_card(card, e.get("card")) or (card["removable"] and not share.removed):
            found.error("R-SET-06", at)
    elif on_card and not same_card(card, e.get("card")):
        found.error("R-SET-06", at)
    share.read = True


def _judge_standing(ctx, standing, shares, found):
    predicate = ctx.predicate
    makes = ctx.opened is not None and ctx.opened["kind"] in ("generate", "rotate", "reshare")
    if len(standing) != 1:
        if makes or standing:
            found.error("R-SET-01", None)
        if ctx.files.good("package.keyrite.json"):
            found.error("R-SET-03", "package.keyrite.json", "belongs to no set")
        return
    made = standing[0]
    given = None
    if predicate:
        given = next((each for each in predicate["shareSets"] if each["id"] == made["set"]), None)
        if (given is None or any(given[name] != made[name] for name in ("threshold", "count", "commitments"))):
            found.error("R-SET-01", "statement.dsse.json")
    of = shares[made["set"]]
    for index in range(1, made["count"] + 1):
        share = of.get(index)
        if share is None:
            found.error("R-SET-04", None, "share %d" % index)
        elif not share.read:
            found.error("R-SET-05", None, "share %d" % index)
    _judge_holders(of, given, found)
    _judge_package(ctx, made, found)


def _judge_holders(of, given, found):
    custodians = [share.written["custodian"] for share in of.values()]
    wrong = len(set(custodians)) != len(custodians)
    if given:
        told = {each["index"]: (each["custodian"], each["carrier"]) for each in given["custodians"]}
        wrong = wrong or told != {index: (share.written["custodian"], share.written["carrier"]) for index, share in of.items()}
    if wrong:
        found.error("R-SET-07", None)
    cards = []
    for share in of.values():
        if share.written["carrier"] != "smartcard" or "card" not in share.written:
            continue
        card = share.written["card"]
        if not card["serial"]:
            found.warning("R-SET-14", share.at)
        else:
            cards.append((card["model"], card["serial"]))
        if not card["removable"]:
            found.warning("R-SET-12", share.at)
    if len(set(cards)) != len(cards):
        found.error("R-SET-13", None)


def _judge_package(ctx, made, found):
    """R-SET-03."""
    package = ctx.package
    if not ctx.files.good("package.keyrite.json"):
        return
    name = "package.keyrite.json"
    ceremony = ctx.opened["ceremony"] if ctx.opened else None
    if package is None or ctx.files.sha256(name) != made["package"] or package["set"] != made["set"] or package["ceremony"] != ceremony:
        found.error("R-SET-03", name)
        return
    wrong = any(package[field] != made[field] for field in ("threshold", "count", "commitments"))
    if ctx.plan:
        wanted = keys_of_new_set(ctx) + [name for name, each in ctx.story.made.items() if each["attributes"]["EXTRACTABLE"] == "true"]
        wrong = wrong or not set(wanted) <= {each["name"] for each in package["keys"]}
    for key in package["keys"]:
        known = ctx.story.made.get(key["name"]) or ctx.before.life(key["name"])
        wrong = wrong or known is None or not same_key(key, known)
    if wrong:
        found.error("R-SET-03", name)


def same_inventories(event):
    return same_objects(event["inventoryBefore"], event["inventoryAfter"])
