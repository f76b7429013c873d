"""One bundle from files to verdict: reads in an order in which nothing is used before it was judged."""
import os

from ends import judge_delivery, judge_destruction, judge_roots
from files import MOST, Files, Folder, judge_files
from findings import Findings
from full import judge_completeness
from inherited import Before, from_packages, judge_carried_on, judge_first_event, judge_packages, judge_statement_before, read_package, read_packages
from keys import Story, judge_keys
from lifecycle import judge_lifecycle
from objects import judge_objects
from people import judge_people
from plan import read_plan
from plan_match import judge_mode, judge_plan_digest, judge_plan_match, judge_words
from proof import judge_proof, judge_restores
from quorum import judge_check, judge_quorums
from record import compare_with_statement, judge_frame, read_record
from replay import judge_order
from shares import judge_sets
from sidecars import judge_officers, judge_sidecars
from signatures import judge_signatures, keys_of, read_keys
from statement import judge_against_record, judge_signer_list, read_envelope, read_statement
from trust import judge_trust
from zips import BadZip, Zip


class NothingToJudge(Exception):
    pass


class Context:
    """All that rules look at. What could not be read is None, and rules that need it are not judged."""

    def __init__(self, files):
        self.files, self.envelope, self.statement, self.predicate, self.plan, self.package = files, None, None, None, None, None
        self.entries, self.whole, self.facts, self.packages, self.before, self.story, self.keys = [], False, None, {}, Before(), Story([]), []
        self.known, self.signed, self.unverified, self.withheld, self.later = False, set(), [], None, []

    @property
    def opened_entry(self):
        return next((entry for entry in self.entries if entry.type == "ceremony.opened"), None)

    @property
    def opened(self):
        entry = self.opened_entry
        return entry.event if entry else None

    @property
    def ended(self):
        return next((entry for entry in reversed(self.entries) if entry.type == "record.ended"), None)

    @property
    def root(self):
        """The root in force: the active one, else the one that the ceremony makes, else one that still lives."""
        old = self.before.root
        made = next((each for each in self.story.made.values() if each["purpose"] == "root-signing"), None)
        return old if old and old["state"] == "active" else made or old


def required_files(ctx):
    names = {"transcript.jsonl", "statement.dsse.json", "plan.yaml"}
    if ctx.predicate:
        names |= {each.file for each in keys_of(ctx.predicate)}
        if ctx.predicate["previous"] is not None:
            names.add("inherited/statement.dsse.json")
        if any(each["ceremony"] == ctx.predicate["ceremony"] for each in ctx.predicate["shareSets"]):
            names.add("package.keyrite.json")
    return names


def read_signed(ctx, found):
    """statement.dsse.json."""
    files = ctx.files
    data = files.bytes("statement.dsse.json")
    if data is not None:
        ctx.envelope = read_envelope(data)
        if ctx.envelope is None:
            found.error("R-STMT-01", "statement.dsse.json")
        else:
            ctx.statement = read_statement(ctx.envelope.payload)
            if ctx.statement is None:
                found.error("R-STMT-02", "statement.dsse.json")
            else:
                ctx.predicate = ctx.statement["predicate"]


def read_around(ctx, found):
    """The plan and the packages, as far as they are there."""
    files = ctx.files
    data = files.bytes("plan.yaml")
    if data is not None:
        ctx.plan = read_plan(data)
        if ctx.plan is None:
            found.error("R-PLAN-02", "plan.yaml")
    data = files.bytes("package.keyrite.json")
    if data is not None:
        ctx.package = read_package(data)
        if ctx.package is None:
            found.error("R-SET-03", "package.keyrite.json", "no package")
    ctx.packages = read_packages(files)


def _read_record(ctx, found):
    if ctx.files.good("transcript.jsonl"):
        with ctx.files.open("transcript.jsonl") as stream:
            ctx.entries, ctx.whole, ctx.facts = read_record(stream, found)


def read_before(ctx, found):
    previous = ctx.predicate["previous"] if ctx.predicate else ctx.opened["previous"] if ctx.opened else None
    before = judge_statement_before(ctx.files, previous, found)
    if before:
        ctx.before = Before(before["lifecycle"], before["shareSets"], before["mode"], before)
    elif previous is None and ctx.plan and ctx.plan.kind == "restore":
        names = {each["id"]: "inherited/%s.json" % each["id"] for each in ctx.plan.sets}
        if any(ctx.packages.get(each["id"]) is None or ctx.files.sha256(names[each["id"]]) != each["package"] for each in ctx.plan.sets):
            found.error("R-INH-01", "plan.yaml", "a package that the plan names is not there")
            return False
        ctx.before = from_packages(ctx.plan, ctx.packages)
        return True
    return before is not None or (previous is None and ctx.plan is not None and ctx.plan.kind == "generate")


def source_at(path):
    """The files at a path: a folder, or one ZIP file. NothingToJudge where there is neither."""
    try:
        source = Folder(path) if os.path.isdir(path) else Zip(path)
    except (OSError, BadZip) as problem:
        raise NothingToJudge(str(problem))
    if len(source.sizes()) + len(source.odd) > MOST:
        raise NothingToJudge("more than %d files" % MOST)
    return source


def judge(source, pins=None):
    """(context, findings) of one bundle."""
    found = Findings()
    ctx = Context(Files(source, found))
    read_signed(ctx, found)
    _read_record(ctx, found)
    read_around(ctx, found)
    unread = {"transcript.jsonl"} if ctx.facts and not ctx.facts["read"] else set()
    judge_files(ctx.files, ctx.statement, required_files(ctx), unread, found)
    ctx.story = Story(ctx.entries)
    ctx.known = read_before(ctx, found)
    signed = set()
    if ctx.predicate:
        judge_signer_list(ctx.predicate, found)
        ctx.keys = read_keys(ctx.files, ctx.predicate, found)
        signed = judge_signatures(ctx, found)
        if ctx.facts:
            compare_with_statement(ctx.facts, ctx.predicate["record"], found)
    judge_record(ctx, found)
    signoffs = judge_sidecars(ctx, pins, found)
    if pins and ctx.predicate:
        judge_trust(ctx, pins, signed, found)
        if "officers" in pins:
            judge_officers(pins["officers"], signoffs, found)
    ctx.signed = signed
    return ctx, found


def judge_record(ctx, found):
    """Everything that goes by the entries, and by what the ceremony began with."""
    judge_plan_digest(ctx, found)
    judge_frame(ctx, found)
    judge_people(ctx, found)
    if ctx.known:
        judge_packages(ctx, found)
    if ctx.predicate:
        judge_carried_on(ctx, found)
    if ctx.opened and ctx.whole:
        judge_first_event(ctx, found)
    judge_words(ctx, found)
    judge_mode(ctx, found)
    for rules in (judge_keys, judge_objects, judge_sets, judge_proof, judge_restores, judge_quorums, judge_check, judge_roots, judge_destruction,
                  judge_delivery):
        rules(ctx, found)
    judge_completeness(ctx, found)
    followed = False
    if ctx.plan:
        judge_plan_match(ctx, found)
        followed = ctx.known and judge_order(ctx, found)
    if ctx.predicate and ctx.whole:
        judge_against_record(ctx, found)
        if followed and ctx.ended:
            judge_lifecycle(ctx, found)
