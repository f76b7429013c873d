"""One bundle from files to verdict: reads in an order in which nothing is used before it was judged."""
import os

from ends import judge_delivery, judge_destruction, judge_roots
from files import Files, judge_files
from findings import Findings
from inherited import Before, from_packages, judge_first_event, judge_packages, judge_statement_before, read_package, read_packages
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
from signatures import judge_signatures, read_keys
from statement import judge_against_record, judge_signer_list, read_envelope, read_statement
from trust import judge_trust

BEYOND_RECORD = ("generate", "rotate", "reshare")


class NothingToJudge(Exception):
    pass


class Context:
    """All that rules look at. What could not be read is None, and rules that need it are not judged."""

    def __init__(self, files):
        self.files, self.envelope, self.statement, self.predicate, self.plan, self.package = files, None, None, None, None, None
        self.entries, self.whole, self.facts, self.packages, self.before, self.story, self.keys = [], False, None, {}, Before(), Story([]), {}

    @property
    def opened(self):
        return self.entries[0].event if self.entries and self.entries[0].type == "ceremony.opened" else None


def _required(ctx):
    names = {"transcript.jsonl", "statement.dsse.json", "plan.yaml"}
    if ctx.predicate:
        names |= {"keys/%s.pem" % each["id"] for each in ctx.predicate["signers"]}
        if ctx.predicate["previous"] is not None:
            names.add("inherited/statement.dsse.json")
        if ctx.predicate["kind"] in BEYOND_RECORD:
            names.add("package.keyrite.json")
    return names


def _read(ctx, found):
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
    if files.good("transcript.jsonl"):
        with files.open("transcript.jsonl") as stream:
            ctx.entries, ctx.whole, ctx.facts = read_record(stream, found)
        ctx.whole = ctx.whole and bool(ctx.entries)
    data = files.bytes("plan.yaml")
    if data is not None:
        ctx.plan = read_plan(data)
        if ctx.plan is None:
            found.error("R-PLAN-02", "plan.yaml")
    data = files.bytes("package.keyrite.json")
    if data is not None:
        ctx.package = read_package(data)
    ctx.packages = read_packages(files)


def _read_before(ctx, found):
    previous = ctx.predicate["previous"] if ctx.predicate else ctx.opened["previous"] if ctx.opened else None
    before = judge_statement_before(ctx.files, previous, found)
    if before:
        ctx.before = Before(before["lifecycle"], before["shareSets"], before["mode"], before)
    elif ctx.plan and ctx.plan.kind == "restore" and ctx.plan.follows is None:
        ctx.before = from_packages(ctx.plan, ctx.packages)
    return previous is None or before is not None


def judge(folder, pins=None):
    """(context, findings) of one bundle; NothingToJudge where there is none."""
    if not os.path.isdir(folder):
        raise NothingToJudge(folder)
    found = Findings()
    ctx = Context(Files(folder, found))
    if not ctx.files.plain:
        raise NothingToJudge(folder)
    _read(ctx, found)
    judge_files(ctx.files, ctx.statement, _required(ctx), found)
    judge_plan_digest(ctx, found)
    ctx.story = Story(ctx.entries)
    known = _read_before(ctx, found)
    signed = set()
    if ctx.predicate:
        judge_signer_list(ctx.predicate, found)
        ctx.keys = read_keys(ctx.files, ctx.predicate, found)
        signed = judge_signatures(ctx, found)
        if ctx.facts:
            compare_with_statement(ctx.facts, ctx.predicate["record"], found)
    judge_frame(ctx, found)
    judge_people(ctx, found)
    if known:
        _judge_record(ctx, found)
    if pins and ctx.predicate:
        judge_trust(ctx, pins, signed, found)
    ctx.signed = signed
    return ctx, found


def _judge_record(ctx, found):
    judge_packages(ctx, found)
    if ctx.opened:
        judge_first_event(ctx, found)
    judge_words(ctx, found)
    judge_mode(ctx, found)
    for rules in (judge_keys, judge_objects, judge_sets, judge_proof, judge_restores, judge_quorums, judge_check, judge_roots, judge_destruction,
                  judge_delivery):
        rules(ctx, found)
    if ctx.plan:
        judge_plan_match(ctx, found)
        judge_order(ctx, found)
    if ctx.predicate and ctx.whole:
        judge_against_record(ctx, found)
        if ctx.plan:
            judge_lifecycle(ctx, found)
