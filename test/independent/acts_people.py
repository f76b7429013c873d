"""Replay of what people do: opening, attendance, confirmations, deviations, pauses, the end (docs/formats/transcript.md, the order of events)."""
from objects import classes_of


def open_ceremony(s, e):
    plan, before = s.plan, s.before
    s.need((e["ceremony"], e["kind"], e["mode"], e["previous"]) == (plan.id, plan.kind, plan.mode, plan.follows), "not the plan's ceremony")
    s.need(plan.kind == "generate" or before.mode == plan.mode, "another mode before")
    for wanted in plan.sets:
        there = before.set(wanted["id"])
        s.need(there is not None, "no such set in force")
        s.need(plan.kind != "restore" or there["package"] == wanted["package"], "another package")
        s.need(all(each["index"] <= there["count"] for each in wanted["shares"]), "no such share")
        if plan.kind == "check":
            s.need(len(wanted["shares"]) == there["count"], "a share is not named")
    living = {each["name"]: each for each in before.living()}
    wanted = list(plan.destroys) + ([plan.delivers] if plan.delivers else [])
    s.need(all(each in living for each in wanted), "a key that does not live")
    for key in plan.keys:
        s.need(before.life(key["name"]) is None, "a name that was used")
        if "replaces" in key:
            old = living.get(key["replaces"])
            s.need(old is not None and old["state"] == "active" and old["purpose"] == key["purpose"], "nothing to replace")
    if plan.kind != "generate":
        s.need(before.root is not None, "no root in force")
    if plan.kind == "restore":
        s.need(any(before.root["name"] in names for names in before.restored_by(plan).values()), "the root is not brought back")


def reviewed(s, e):
    s.at("plan")
    s.reviewed = True


def checked(s, e):
    s.at("preflight")
    s.checked = all(each["status"] != "fail" for each in e["findings"])


def registered(s, e):
    who = e["participant"]
    s.need(who in s.plan.people and who not in s.absent, "nobody of the plan, or absent")
    s.need(sorted(e["roles"]) == sorted(s.plan.people[who]["roles"]), "other roles")
    s.need(e["again"] == (who in s.ever), "again or not")
    s.need(("postQuantum" in e) == s.plan.second_keys, "a second key or none")
    s.need(who not in s.registered, "registered, and not restarted since")
    if not e["again"]:
        s.need(s.current().kind == "attendance", "not at attendance")
    s.registered.add(who)
    s.ever.add(who)


def absent(s, e):
    s.at("attendance")
    who = e["participant"]
    s.need(who in s.plan.people and s.plan.may_be_absent(who) and who not in s.ever and who not in s.absent, "needed here")
    s.need(e["by"] != who, "by themselves")
    s.here(e["by"])
    s.absent.add(who)


def confirmed(s, e):
    step = s.current()
    s.need(step is not None and step.name == e["step"], "another step is current: %s" % (step and step.name))
    who = e["participant"]
    s.need(who in s.confirmers(step), "not theirs to confirm")
    s.here(who)
    s.need(who not in s.confirmed.get(step.name, set()), "twice")
    from replay import DONE
    s.need(step.before or DONE[step.kind](s, step), "nothing was done yet")
    s.confirmed.setdefault(step.name, set()).add(who)


def deviation(s, e):
    s.need(e["id"] == len(s.deviations) + 1, "number")
    s.need(s.step(e["step"]) is not None, "no such step")
    s.need((e["by"] == "keyrite") == e["automatic"], "by whom")
    if not e["automatic"]:
        s.need(e["by"] in s.plan.people, "nobody of the plan")
    s.deviations[e["id"]] = e["by"]


def accepted(s, e):
    who = e["participant"]
    s.need(e["id"] in s.deviations and s.deviations[e["id"]] != who, "not theirs to accept")
    s.here(who)
    s.need({"security-officer", "auditor"} & set(s.plan.people[who]["roles"]), "not their office")
    s.accepted.add(e["id"])


def paused(s, e):
    s.here(e["by"])
    s.paused = True


def continued(s, e):
    s.need(s.paused, "not paused")
    s.here(e["by"])
    s.paused = False


def resumed(s, e):
    s.registered.clear()
    s.quorums.clear()
    s.backup_started = s.restoring = s.proving = None
    s.started.clear()
    for token in s.tokens.values():
        token.unlocked = token.started = False


def ended(s, e):
    s.at("signing")
    s.need(set(s.deviations) <= s.accepted, "a deviation is open")
    for evidence in [*s.found.values(), *s.made.values(), *s.brought.values()]:
        classes = classes_of(e["inventory"], evidence["id"])
        if evidence["name"] in s.destroyed:
            s.need(not classes, "a destroyed key is there")
        else:
            s.need(("CKO_SECRET_KEY" if evidence["type"] == "aes-256" else "CKO_PRIVATE_KEY") in classes, "a key is not there")
    s.ended = True


def reopened(s, e):
    s.need(s.ended, "not ended")
    s.ended = False


def statement_signed(s, e):
    s.need(s.ended, "not ended")


def never(s, e):
    s.need(False, "never in a bundle, or a second time")


def any_time(s, e):
    pass


ACTS = {"ceremony.opened": never, "plan.reviewed": reviewed, "environment.checked": checked, "participant.registered": registered,
        "participant.absent": absent, "step.confirmed": confirmed, "deviation.recorded": deviation, "deviation.accepted": accepted,
        "ceremony.paused": paused, "ceremony.continued": continued, "ceremony.resumed": resumed, "record.ended": ended, "record.reopened": reopened,
        "statement.signed": statement_signed, "ceremony.closed": never, "ceremony.abandoned": never, "key.discarded": never, "step.failed": any_time}
DONE = {"plan": lambda s, step: s.reviewed, "preflight": lambda s, step: s.checked,
        "attendance": lambda s, step: set(s.plan.people) <= s.ever | s.absent}
