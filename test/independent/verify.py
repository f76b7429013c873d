"""An independent verifier of transcript bundles: python3 verify.py BUNDLE... [--trust FILE] [--allow-rehearsal] [--json], or --batch with paths on stdin."""
import argparse
import json
import sys
import traceback

sys.dont_write_bytecode = True  # nothing is left in the checkout

from bundle import NothingToJudge, judge, source_at
from findings import Findings
from lineage import Link, judge_lineage
from redacted import is_redacted, judge_redacted
from trust import BadPins, read_pins

MOST_FINDINGS = 1000


def answer_for(path, pins, allow_rehearsal):
    """The answer for one bundle, and what a lineage needs of it."""
    try:
        source = source_at(path)
    except NothingToJudge:
        return {"keyriteVerify": 1, "exit": 2, "refusal": "nothing there to judge"}, None
    redacted = is_redacted(source)
    ctx, found = judge_redacted(source, pins) if redacted else judge(source, pins)
    rehearsal = bool(ctx.predicate and ctx.predicate["mode"] == "rehearsal")
    trusted = pins is not None and not found.errors and not redacted and (allow_rehearsal or not rehearsal)
    verdict = "invalid" if found.errors else "redacted" if redacted else "trusted" if trusted else "valid"
    link = None
    if ctx.predicate and not redacted:
        link = Link(path, ctx.envelope.sha256, ctx.predicate, "hsm-root" in ctx.signed)
    return {
        "keyriteVerify": 1, "exit": {"invalid": 1, "trusted": 0, "valid": 3, "redacted": 3}[verdict], "verdict": verdict, "rehearsal": rehearsal, "pinsGiven": pins is not None,
        "statementSha256": ctx.envelope.sha256 if ctx.envelope else None, "findings": found.all[:MOST_FINDINGS], "errors": len(found.errors),
        "warnings": len(found.warnings), **({"withheld": ctx.withheld, "unverifiedSignatures": ctx.unverified[:MOST_FINDINGS]} if redacted else {})}, link


def read_trust(path):
    with open(path, "rb") as stream:
        return read_pins(stream.read())


def batch(pins, allow_rehearsal):
    """One line of JSON for each path on stdin, each with a trust file behind a tab where it has one; a fault of this program says so, and is no verdict."""
    for line in sys.stdin:
        path, _, trust = line.rstrip("\n").partition("\t")
        try:
            answer = answer_for(path, read_trust(trust) if trust else pins, allow_rehearsal)[0]
        except Exception:  # a fault of the verifier must not look like a verdict
            answer = {"keyriteVerify": 1, "exit": 2, "fault": traceback.format_exc()}
        print(json.dumps({"bundle": path, **answer}), flush=True)
    return 0


def _print(path, answer):
    print("%s: %s" % (path, answer.get("verdict", answer.get("refusal"))))
    for each in answer.get("findings", []):
        where = each["file"] or ("entry %d" % each["event"] if each["event"] is not None else "")
        print("  %s %s %s %s" % (each["severity"], each["rule"], where, ascii(each["found"])[1:-1]))


def main(arguments):
    parser = argparse.ArgumentParser(description="Judges Keyrite transcript bundles by docs/formats/transcript.md.")
    parser.add_argument("bundles", nargs="*", metavar="BUNDLE")
    parser.add_argument("--trust", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--allow-rehearsal", action="store_true")
    parser.add_argument("--batch", action="store_true")
    options = parser.parse_args(arguments)
    pins = None
    if options.trust:
        try:
            pins = read_trust(options.trust)
        except (OSError, BadPins) as problem:
            print("the trust file cannot be used: %s" % problem, file=sys.stderr)
            return 2
    if options.batch:
        return batch(pins, options.allow_rehearsal)
    if not options.bundles:
        parser.print_usage(sys.stderr)
        return 2
    answers, links = [], []
    for path in options.bundles:
        answer, link = answer_for(path, pins, options.allow_rehearsal)
        if len(options.bundles) > 1 and answer.get("verdict") == "redacted":
            answer.update(verdict="invalid", exit=1)  # no lineage is judged over what is withheld
        answers.append(answer)
        links += [link] if link else []
    exits = [each["exit"] for each in answers]
    result = answers[0]
    if len(answers) > 1:
        found = Findings()
        order = judge_lineage(links, found)
        exits += [1] if found.errors else []
        worst = next(each for each in (2, 1, 3, 0) if each in exits)
        result = {"keyriteVerify": 1, "exit": worst, "bundles": [{"bundle": path, **each} for path, each in zip(options.bundles, answers)],
                  "lineage": {"order": [{"name": each.path, "ceremony": each.predicate["ceremony"], "statementSha256": each.sha256, "previous": each.previous}
                                        for each in order], "findings": found.all, "errors": len(found.errors), "warnings": len(found.warnings)}}
    if options.json:
        print(json.dumps(result))
    else:
        for path, answer in zip(options.bundles, answers):
            _print(path, answer)
        if len(answers) > 1:
            _print("lineage", {"verdict": "%d errors" % result["lineage"]["errors"], **result["lineage"]})
    return result["exit"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
