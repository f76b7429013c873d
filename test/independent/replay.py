"""The order of events: the record is replayed from the plan, and the first event that was not allowed where it stands is named (R-PLAY)."""
import acts_devices
import acts_keys
import acts_people
import acts_shares
from script import script_of

WHILE_PAUSED = ("ceremony.continued", "ceremony.resumed", "ceremony.abandoned", "deviation.recorded", "hsm.locked", "set.voided", "participant.registered",
                "key.generated", "key.destroyed", "restore.passed", "restore.failed")
AFTER_END = ("record.reopened", "statement.signed", "ceremony.closed", "ceremony.abandoned")


class NotAllowed(Exception):
    pass


class Token:
    def __init__(self):
        self.examined, self.started, self.prepared, self.unlocked, self.report = None, False, False, False, None


class State:
    """What has happened so far, as far as it decides what may happen next."""

    def __init__(self, ctx):
        self.ctx, self.plan, self.before = ctx, ctx.plan, ctx.before
        self.script = script_of(ctx.plan)
        self.reviewed = self.checked = self.paused = self.ended = self.closed = False
        self.registered, self.ever, self.absent = set(), set(), set()
        self.confirmed, self.deviations, self.accepted = {}, {}, set()
        self.tokens = {"primary": Token(), "spare": Token()}
        self.found, self.started, self.made, self.sealed, self.destroyed = {}, {}, {}, {}, set()
        self.set, self.backup_started, self.used_sets = None, None, {each["id"] for each in ctx.before.sets}
        self.quorums, self.restoring, self.restored, self.brought = {}, None, {}, {}
        self.proving, self.proven, self.results, self.accounted, self.void = None, set(), {}, {}, set()
        self.states, self.certified, self.attested, self.retired = {}, False, False, []
        self.imported, self.delivered = False, False

    def need(self, fact, why=""):
        if not fact:
            raise NotAllowed(why)

    def step(self, name):
        return next((each for each in self.script if each.name == name), None)

    def confirmers(self, step):
        return [each for each in step.who if each not in self.absent]

    def all_confirmed(self, step):
        return set(self.confirmers(step)) <= self.confirmed.get(step.name, set())

    def complete(self, step):
        return DONE[step.kind](self, step) and self.all_confirmed(step)

    def current(self):
        return next((each for each in self.script if not self.complete(each)), None)

    def at(self, kind, arg=None):
        """The current step, which must be of this kind; where it is confirmed before the act, it must be."""
        step = self.current()
        self.need(step is not None and step.kind == kind and (arg is None or step.arg == arg), "another step is current: %s" % (step and step.name))
        self.need(not step.before or self.all_confirmed(step), "not confirmed")
        return step

    def here(self, *people):
        for each in people:
            self.need(each in self.registered, "%s is not registered" % each)

    def unlocked(self, token):
        self.need(self.tokens[token].unlocked, "the token is locked")


DONE = {**acts_people.DONE, **acts_devices.DONE, **acts_keys.DONE, **acts_shares.DONE, "signing": lambda s, step: s.ended, "closing": lambda s, step: s.closed}
ACTS = {**acts_people.ACTS, **acts_devices.ACTS, **acts_keys.ACTS, **acts_shares.ACTS}


def judge_order(ctx, found):
    """Whether the record could be followed to its end: what it leaves behind is known only then."""
    state = State(ctx)
    for number, entry in enumerate(ctx.entries):
        try:
            if number == 0:
                state.need(entry.type == "ceremony.opened", "no opening")
                acts_people.open_ceremony(state, entry.event)
                continue
            state.need(not state.closed, "closed")
            state.need(not state.ended or entry.type in AFTER_END, "the record has ended")
            state.need(not state.paused or entry.type in WHILE_PAUSED, "paused")
            ACTS[entry.type](state, entry.event)
        except NotAllowed as problem:
            found.error("R-PLAY-01", entry.at, "%s: %s" % (entry.type, problem))
            return False
    if ctx.whole:
        if not state.ended:
            found.error("R-PLAY-02", None, "the record has not ended")
        open_steps = [each.name for each in state.script if each.kind not in ("signing", "closing") and not state.complete(each)]
        if open_steps:
            found.error("R-PLAY-02", None, ", ".join(open_steps))
    return True
