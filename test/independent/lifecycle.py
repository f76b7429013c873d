"""What a ceremony leaves behind: key lives and share sets that follow from the record and what was inherited (R-LIFE)."""
from canonical import encode


def _made(ctx):
    """Evidence of keys made, by name, as last read back."""
    return {name: ctx.story.sealed.get(name, made) for name, made in ctx.story.made.items()}


def lives_after(ctx):
    end = ctx.ended.time
    states, destroyed = {}, set()
    for entry in ctx.entries:
        if entry.type == "key.state-set":
            states.setdefault(entry.event["key"], []).append(entry.event)
        elif entry.type == "key.destroyed":
            destroyed.add(entry.event["key"])
    answer = []
    for life in ctx.before.lives:
        life = dict(life)
        for event in states.get(life["name"], []):
            life.update(state=event["state"], since=end, until=event["until"])
            life["compromised"] = life["compromised"] or event["state"] == "compromised"
        if life["name"] in destroyed:
            life.update(state="destroyed", since=end, until=None)
        answer.append(life)
    made = _made(ctx)
    for key in ctx.plan.keys:
        if key["name"] in made:
            evidence = made[key["name"]]
            answer.append({**{name: evidence[name] for name in ("name", "type", "purpose", "id", "check")}, "state": "active", "since": end, "made": end,
                           "compromised": False, "ceremony": ctx.plan.id, "cryptoperiodDays": key["cryptoperiodDays"], "replaces": key.get("replaces"),
                           "until": None})
    return answer


def standing_set(ctx):
    """The `backup.made` of the set of this ceremony that stands, or None."""
    made, begun = {}, set()
    for entry in ctx.entries:
        if entry.type == "backup.started":
            begun.add(entry.event["set"])
        elif entry.type == "backup.made" and entry.event["set"] in begun:
            made[entry.event["set"]] = entry.event
        elif entry.type in ("set.voided", "set.declared-void"):
            made.pop(entry.event["set"], None)
    return next(iter(made.values())) if len(made) == 1 else None


def _notes(ctx, steps, of):
    """The note of somebody's confirmation of a step, the last one; a set that was given up takes its notes with it."""
    notes = {}
    for entry in ctx.entries:
        if entry.type == "step.confirmed" and "note" in entry.event and entry.event["step"].startswith(steps):
            if of is None or of(entry.event):
                notes[entry.event["step"]] = entry.event["note"]
        elif entry.type == "backup.made" and steps.startswith("share:"):
            notes = {}
    return notes


def keys_of_new_set(ctx):
    plan, before = ctx.plan, ctx.before
    if plan.kind != "reshare":
        return [each["name"] for each in plan.keys if each["backup"]]
    names = []
    for wanted in plan.sets:
        share_set = before.set(wanted["id"])
        for name in share_set["keys"] if share_set else []:
            life = before.life(name)
            if life and life["state"] != "destroyed" and name not in names:
                names.append(name)
    return names


def sets_after(ctx):
    plan, end = ctx.plan, ctx.ended.time
    voided = {entry.event["set"] for entry in ctx.entries if entry.type == "set.voided"}
    answer = []
    under_check = plan.sets[0]["id"] if plan.kind == "check" else None
    bags = _notes(ctx, "check:", None)
    for share_set in ctx.before.sets:
        if share_set["id"] in voided:
            continue
        if share_set["id"] == under_check:
            custodians = [{**each, "bag": bags.get("check:%d" % each["index"], each["bag"])} for each in share_set["custodians"]]
            share_set = {**share_set, "custodians": custodians}
        answer.append(share_set)
    made = standing_set(ctx)
    if made:
        custodians = []
        for entry in ctx.entries:
            event = entry.event
            if entry.type == "share.written" and event["set"] == made["set"]:
                notes = _notes(ctx, "share:%d:read" % event["index"], lambda e, who=event["custodian"]: e["participant"] == who)
                custodians.append({"index": event["index"], "custodian": event["custodian"], "carrier": event["carrier"],
                                   "bag": notes.get("share:%d:read" % event["index"]), "card": event["card"]["serial"] if "card" in event else None})
        custodians.sort(key=lambda each: each["index"])
        answer.append({"id": made["set"], "ceremony": plan.id, "made": end, "threshold": made["threshold"], "count": made["count"],
                       "commitments": made["commitments"], "custodians": custodians, "package": made["package"], "keys": keys_of_new_set(ctx)})
    return answer


def same_list(one, other):
    return sorted(encode(each) for each in one) == sorted(encode(each) for each in other)


def judge_lifecycle(ctx, found):
    if not same_list(lives_after(ctx), ctx.predicate["lifecycle"]):
        found.error("R-LIFE-01", "statement.dsse.json")
    if not same_list(sets_after(ctx), ctx.predicate["shareSets"]):
        found.error("R-LIFE-02", "statement.dsse.json")
