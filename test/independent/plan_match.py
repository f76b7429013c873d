"""The plan against the record: digest, words, mode, people, keys and shares (R-PLAN, R-MODE)."""
import json
import os

from lifecycle import standing_set

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = os.path.join(HERE, "..", "..", "resources", "words", "pgp-words.json")


def words_of(digest):
    with open(WORDS, encoding="utf-8") as stream:
        lists = json.load(stream)
    return [lists["odd" if at % 2 else "even"][value] for at, value in enumerate(bytes.fromhex(digest)[:16])]


def judge_plan_digest(ctx, found):
    if not ctx.whole or not ctx.files.good("plan.yaml"):
        return
    digest = ctx.files.sha256("plan.yaml")
    if (ctx.opened and ctx.opened["planSha256"] != digest) or (ctx.predicate and ctx.predicate["plan"]["sha256"] != digest):
        found.error("R-PLAN-01", "plan.yaml")


def judge_words(ctx, found):
    for entry in ctx.entries:
        if entry.type == "plan.reviewed" and ctx.opened and entry.event["words"] != words_of(ctx.opened["planSha256"]):
            found.error("R-PLAN-04", entry.at)


def judge_mode(ctx, found):
    if not ctx.whole:
        return
    modes = [ctx.opened and ctx.opened["mode"], ctx.predicate and ctx.predicate["mode"], ctx.plan and ctx.plan.mode, ctx.package and ctx.package["mode"],
             ctx.before.mode] + [each["mode"] for each in ctx.packages.values() if each]
    if len({each for each in modes if each}) > 1:
        found.error("R-MODE-01", None)


def judge_plan_match(ctx, found):
    """R-PLAN-03."""
    plan = ctx.plan
    made, came, opened, standing = set(), set(), ctx.opened, standing_set(ctx)
    if opened and any(opened[name] != value for name, value in
                      (("ceremony", plan.id), ("kind", plan.kind), ("title", plan.value["title"]), ("organisation", plan.value["organisation"]),
                       ("previous", plan.follows))):  # the mode is R-MODE-01
        found.error("R-PLAN-03", 0)
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "participant.registered":
            person = plan.people.get(e["participant"])
            if person is None or sorted(person["roles"]) != sorted(e["roles"]):
                found.error("R-PLAN-03", entry.at)
            came.add(e["participant"])
        elif entry.type == "participant.absent":
            came.add(e["participant"])
        elif entry.type == "key.generated":
            key = plan.key(e["key"])
            x = e["evidence"]
            leaves = {"true": True, "false": False}.get(x["attributes"]["EXTRACTABLE"])
            if key is None or any(key[name] != x[name] for name in ("type", "purpose")) or leaves not in (None, key["backup"]):
                found.error("R-PLAN-03", entry.at)
            made.add(e["key"])
        elif entry.type == "backup.made" and ctx.whole and standing is e:
            if plan.backup and plan.hsm["trustedWrapping"] == "required" and not e["trusted"]:
                found.error("R-PLAN-03", entry.at, "a weaker wrapping")
            if plan.backup is None or (plan.backup["threshold"], len(plan.backup["shares"])) != (e["threshold"], e["count"]):
                found.error("R-PLAN-03", entry.at)
        elif entry.type == "share.written" and ctx.whole and standing and e["set"] == standing["set"]:
            share = plan.backup["shares"][e["index"] - 1] if plan.backup and e["index"] <= len(plan.backup["shares"]) else None
            if share and (share["custodian"], share["carrier"]) != (e["custodian"], e["carrier"]):
                found.error("R-PLAN-03", entry.at)
    if ctx.whole and not {each["name"] for each in plan.keys} <= made:
        found.error("R-PLAN-03", None, "a key was not made")
    if ctx.whole and not set(plan.people) <= came:
        found.error("R-PLAN-03", None, "somebody neither came nor is absent")
    if ctx.predicate:
        for signer in ctx.predicate["signers"]:
            person = plan.people.get(signer["id"])
            if person is not None and person["name"] != signer["name"]:
                found.error("R-PLAN-03", "statement.dsse.json")
