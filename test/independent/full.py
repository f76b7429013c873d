"""What a complete record shows beyond a valid one (R-FULL): warnings only, from the record, the plan and the statement."""
import datetime

STEPS = {"key.generated": "key:%s", "backup.made": "backup", "restore.passed": "restore:%s", "key.sealed": "seal", "key.state-set": "states",
         "root.certified": "root-succession", "key.destroyed": "destroy:%s", "key.delivered": "delivery"}
FILE = "statement.dsse.json"


def _moment(text):
    return datetime.datetime.fromisoformat(text[:-1])


def _judge_people(ctx, found):
    confirmed, roles = {}, {}
    holders = {*ctx.plan.user, *ctx.plan.security} if ctx.plan else set()
    for entry in ctx.entries:
        e = entry.event
        if entry.type == "step.confirmed":
            confirmed.setdefault(e["step"], set()).add(e["participant"])
        elif entry.type == "participant.registered":
            roles[e["participant"]] = set(e["roles"])
    for entry in ctx.entries:
        if entry.type in STEPS:
            step = STEPS[entry.type]
            name = step % (entry.event.get("key") or entry.event.get("set")) if "%" in step else step
            if len(confirmed.get(name, ())) < 2:
                found.warning("R-FULL-01", entry.at)
    seen = {each for people in confirmed.values() for each in people}
    watching = {who for who, held in roles.items() if held & {"auditor", "witness"} and "custodian" not in held}
    if not (watching - holders) & seen:
        found.warning("R-FULL-02", ctx.entries[-1].at if ctx.entries else 0)


def _judge_statement(predicate, found):
    ended = _moment(predicate["ended"])
    restored = {name for each in predicate["shareSets"] for name in each["keys"]}
    for life in predicate["lifecycle"]:
        if life["state"] != "destroyed" and life["cryptoperiodDays"] is None:
            found.warning("R-FULL-03", FILE)
        wraps = life["purpose"] in ("master-wrapping", "key-wrapping", "data-encryption")
        if wraps and life["state"] not in ("destroyed", "compromised") and life["name"] not in restored:
            found.warning("R-FULL-05", FILE)
        if life["state"] == "active" and life["made"] and life["cryptoperiodDays"] is not None:
            if (ended - _moment(life["made"])).days > life["cryptoperiodDays"]:
                found.warning("R-FULL-07", FILE)
    for each in predicate["shareSets"]:
        if each["threshold"] < 2 or each["count"] <= each["threshold"]:
            found.warning("R-FULL-06", FILE)


def judge_completeness(ctx, found):
    if not ctx.whole:
        return
    _judge_people(ctx, found)
    if ctx.plan and ctx.plan.mode == "production" and ctx.plan.hsm["certificate"]["standard"] == "none":
        found.warning("R-FULL-04", "plan.yaml")
    if ctx.predicate:
        _judge_statement(ctx.predicate, found)
