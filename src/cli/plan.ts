/** `keyrite plan check`: every problem of a plan at once, the script that follows from it, and the fingerprint to print and read aloud. Changes no file, opens no device. */
import { open } from 'node:fs/promises';
import { printable } from '../verifier/print-report.ts';
import { deriveScript } from '../core/ceremony/script.ts';
import type { PlanProblem, PlanResult } from '../core/plan/problem.ts';
import { readPlanBytes } from '../core/plan/read-plan.ts';
import { backupOf, followsOf, newKeys } from '../core/plan/parts.ts';
import type { Plan } from '../core/plan/schema.ts';
import { PLAN_LIMIT } from '../core/plan/yaml-source.ts';
import { refusal } from '../core/refusals/refusal.ts';
import type { Io } from './io.ts';

const USAGE = 2;
const usage = [
  'keyrite plan check FILE [--json]',
  '',
  'Judges the plan in FILE: every problem at once, its script, and its fingerprint in hex and in words.',
  '',
  '  --json    the report as one line of JSON',
  '',
  'Exit code: 0 the plan can be used (warnings are possible), 1 it cannot, 2 usage.',
];

/** Bytes. A larger file is refused without being read: a character has at most four bytes. */
const READ_LIMIT = PLAN_LIMIT * 4;

/**
 * Runs `plan check`; `args` begin with `check`. Answers with the exit code: 0 ok, 1 problems (errors; or the file cannot be read), 2 usage.
 * `--json` prints one line: {ok, file, fingerprint, words, problems, plan: {id, title, mode} | null, script: [{number, id, title, actors, confirmedBy}]}.
 */
export async function planCommand(args: readonly string[], io: Io): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    io.err(parsed);
    for (const line of usage) io.err(line);
    return USAGE;
  }
  const bytes = await readFile(parsed.file);
  if (typeof bytes === 'string') {
    io.err(bytes);
    return 1;
  }
  const result = readPlanBytes(bytes);
  const steps = result.ok ? deriveScript(result.plan) : [];
  if (parsed.json) {
    const plan = result.ok ? { id: result.plan.id, title: result.plan.title, mode: result.plan.mode } : null;
    const script = steps.map(({ number, id, title, actors, confirmedBy }) => ({ number, id, title, actors, confirmedBy }));
    io.out(JSON.stringify({ ok: result.ok, file: parsed.file, fingerprint: result.fingerprint, words: result.words, problems: result.problems, plan, script }));
  } else {
    for (const line of report(parsed.file, result)) io.out(line);
  }
  return result.ok ? 0 : 1;
}

function parse(args: readonly string[]): { readonly file: string; readonly json: boolean } | string {
  const [word, ...rest] = args;
  if (word !== 'check') return 'The one thing to do with a plan is "check".';
  const option = rest.find((arg) => arg.startsWith('-') && arg !== '--json');
  if (option !== undefined) return `There is no option ${printable(option)}.`;
  const files = rest.filter((arg) => arg !== '--json');
  const [file] = files;
  return file === undefined || file === '' || files.length > 1 ? 'Give one plan file.' : { file, json: rest.includes('--json') };
}

/** The file's bytes; or a sentence on why they cannot be had. */
async function readFile(path: string): Promise<Uint8Array | string> {
  const unreadable = (why: string): string => `The file ${printable(path)} cannot be read (${why}). Nothing was checked.`;
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return unreadable('not a file');
      if (stat.size > READ_LIMIT) return refusal('plan.too-large', { characters: stat.size, limit: PLAN_LIMIT }).sentence;
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    return unreadable(error instanceof Error && 'code' in error ? String(error.code) : 'unknown error');
  }
}

function report(file: string, result: PlanResult): readonly string[] {
  const name = printable(file);
  const errors = result.problems.filter((p) => p.severity === 'error').length;
  const warnings = result.problems.length - errors;
  return [
    ...(result.ok ? planLines(result.plan) : []),
    'Fingerprint (SHA-256 of the file)',
    `  ${result.fingerprint}`,
    ...wordLines(result.words),
    '',
    ...result.problems.flatMap((p) => problemLines(name, p)),
    result.ok ? `${name} can be used: no errors, ${count(warnings, 'warning')}.` : `${name} cannot be used: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`,
  ];
}

function planLines(plan: Plan): readonly string[] {
  const names = (ids: readonly string[]): string => ids.map((id) => plan.participants.find((p) => p.id === id)?.name ?? id).join(', ');
  const everyone = (ids: readonly string[]): string => (ids.length === plan.participants.length ? 'everyone' : names(ids));
  const steps = deriveScript(plan);
  const width = String(steps.length).length;
  const title = Math.max(...steps.map((step) => step.title.length));
  return [
    `${plan.id}  ${plan.title}`,
    `${plan.organisation}, ${plan.mode === 'rehearsal' ? 'REHEARSAL: keys are not real' : 'production'}`,
    ...aboutLines(plan),
    '',
    'Script',
    ...steps.map((step) => `  ${String(step.number).padStart(width)}  ${step.title.padEnd(title)}  ${everyone(step.actors)}`),
    '',
  ];
}

/** What the ceremony is about, in a line or two. */
function aboutLines(plan: Plan): readonly string[] {
  const backup = backupOf(plan);
  const covered = newKeys(plan).filter((key) => key.backup).map((key) => `${key.name} (${key.type})`).join(', ');
  const follows = followsOf(plan);
  return [
    ...(plan.ceremony === 'generate' ? [] : [`${plan.ceremony}, follows ${follows ?? 'nothing but a package'}`]),
    ...(backup === null ? [] : [`${String(backup.threshold)} of ${String(backup.shares.length)} shares restore${covered === '' ? '' : `: ${covered}`}`]),
  ];
}

/** Sixteen words in four rows, each word numbered. */
function wordLines(words: readonly string[]): readonly string[] {
  const cells = words.map((word, at) => `${String(at + 1).padStart(2)} ${word.padEnd(12)}`);
  return [0, 4, 8, 12].map((at) => `  ${cells.slice(at, at + 4).join(' ')}`.trimEnd());
}

function problemLines(file: string, problem: PlanProblem): readonly string[] {
  const where = problem.path === '' ? '' : `  ${printable(problem.path)}`;
  return [`${file}:${String(problem.line)}${where}`, `  ${problem.severity} ${problem.code}`, `  ${printable(problem.sentence)}`, ''];
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? '' : 's'}`;
}
