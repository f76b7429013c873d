/** Reads a plan file: all its problems at once, its fingerprint, and the plan itself only where nothing is wrong. Reads nothing but the text it is given. */
import { sha256 } from '@noble/hashes/sha2.js';
import { fromUtf8, toHex, utf8 } from '../bytes/bytes.ts';
import { fingerprintWords } from '../words/words.ts';
import type { PlanProblem, PlanResult } from './problem.ts';
import { problem } from './problem.ts';
import { ruleFindings } from './rules/all-rules.ts';
import { planSchema } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { readableSections } from './sections.ts';
import { readYaml } from './yaml-source.ts';

export type { PlanProblem, PlanResult } from './problem.ts';

/**
 * The plan in `text`, the file's exact content decoded as UTF-8. Never throws for what the text holds.
 * A reader that decodes leniently shows itself: replacement characters are refused (`plan.not-utf8`), and so is a byte order mark it kept.
 */
export function readPlan(text: string): PlanResult {
  return judge(text, utf8(text));
}

/** The plan in the bytes of a file; prefer it where the bytes are at hand. Bytes that are not UTF-8 are `plan.not-utf8`. */
export function readPlanBytes(bytes: Uint8Array): PlanResult {
  try {
    return judge(fromUtf8(bytes), bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problems: [problem({ code: 'plan.not-utf8', path: [], severity: 'error' }, 1)], ...fingerprintOf(bytes) };
  }
}

function judge(text: string, bytes: Uint8Array): PlanResult {
  const print = fingerprintOf(bytes);
  const source = readYaml(text);
  if (source.problems.length > 0) return { ok: false, problems: inOrder(source.problems), ...print };
  const parsed = planSchema.safeParse(source.value);
  const findings = [...(parsed.success ? [] : schemaFindings(parsed.error.issues, source.value)), ...ruleFindings(readableSections(source.value))];
  const problems = inOrder(findings.map((finding) => problem(finding, source.line(finding.path))));
  if (!parsed.success || problems.some((p) => p.severity === 'error')) return { ok: false, problems, ...print };
  return { ok: true, plan: parsed.data, problems, ...print };
}

function fingerprintOf(bytes: Uint8Array): Pick<PlanResult, 'fingerprint' | 'words'> {
  const digest = sha256(bytes);
  return { fingerprint: toHex(digest), words: fingerprintWords(digest) };
}

function inOrder(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}
