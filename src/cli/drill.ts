/** `keyrite drill`: a rehearsal into which incidents are injected, and a report of how they were handled; or the facilitator's sheet for real people. Soft tokens only; refuses real plans. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { briefMarkdown } from '../core/drill/brief.ts';
import { allThatStrike, chooseIncidents, placedIn, placesIn, requireSoft } from '../core/drill/choose.ts';
import type { Chosen } from '../core/drill/choose.ts';
import { incidents } from '../core/drill/incidents.ts';
import { duration } from '../core/drill/markdown.ts';
import { reportOf } from '../core/drill/report.ts';
import type { DrillReport } from '../core/drill/report.ts';
import { reportMarkdown } from '../core/drill/report-markdown.ts';
import { readPlan } from '../core/plan/read-plan.ts';
import type { Plan } from '../core/plan/schema.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { printable } from '../verifier/print-report.ts';
import { performDrill } from './drill/perform.ts';
import type { Io } from './io.ts';
import { fillIn } from './rehearsal/fill-in.ts';
import { createLastingRoom } from './rehearsal/lasting-room.ts';
import type { Played } from './rehearsal/lasting-room.ts';
import { ScriptStopped } from './rehearsal/scripted-people.ts';

const usage = [
  'keyrite drill [--plan FILE] [--before FILE] --incident ID… [--out DIR] [--json]',
  'keyrite drill --list [--plan FILE]',
  'keyrite drill --brief [--plan FILE] [--incident ID…]',
  '',
  '  --plan FILE      the plan that is drilled; a rehearsal on soft tokens',
  '  --before FILE    the plan of the ceremony that it follows, which is rehearsed first',
  '  --incident ID…   what strikes; ID@STEP says at which step',
  '  --out DIR        where report, record and bundle go (drill)',
  '  --list           the incidents; with --plan, where each can strike it',
  '  --brief          the facilitator\'s sheet for a drill with real people, as Markdown; nothing is run',
  '',
  'Exit code: 0 every incident was handled rightly, 1 one was not, or it was refused, 2 usage.',
];

const template = (name: string): string => fileURLToPath(new URL(`../../resources/plans/${name}`, import.meta.url));
const DEFAULT_PLAN = template('hyok-3-of-5.yaml');
/** What a ceremony after the first follows, unless told. */
const FIRST_PLAN = template('hyok-2-of-3-cards.yaml');

interface Options {
  readonly plan: string | null;
  readonly before: string;
  readonly out: string;
  readonly words: readonly string[];
  readonly json: boolean;
  readonly list: boolean;
  readonly brief: boolean;
}

function parse(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: { plan: { type: 'string' }, before: { type: 'string' }, out: { type: 'string' }, incident: { type: 'string', multiple: true }, json: { type: 'boolean' }, list: { type: 'boolean' }, brief: { type: 'boolean' } },
    });
    const { plan = null, before = FIRST_PLAN, out = 'drill', incident = [], json = false, list = false, brief = false } = values;
    // Words that follow the first incident are incidents too; without one before them they mean nothing.
    const isUsable = (incident.length > 0 || positionals.length === 0) && (incident.length > 0 || list || brief) && !(list && (brief || incident.length > 0));
    return isUsable ? { plan, before, out: resolve(out), words: [...incident, ...positionals], json, list, brief } : null;
  } catch {
    return null;
  }
}

interface ReadText {
  readonly text: string;
  readonly plan: Plan;
}

/** The plan at `path`, or null where its problems were told. */
function readOrTell(path: string, io: Io): ReadText | null {
  if (!existsSync(path)) {
    io.err(`There is no plan at ${printable(path)}.`);
    return null;
  }
  const text = readFileSync(path, 'utf8');
  const read = readPlan(text);
  if (read.ok) return { text, plan: read.plan };
  for (const p of read.problems) io.err(printable(`${path}:${String(p.line)} ${p.path}: ${p.sentence} (${p.code})`));
  return null;
}

function list(plan: Plan | null, io: Io): number {
  if (plan === null) for (const { id, title } of incidents) io.out(`${id.padEnd(22)} ${title}`);
  else for (const { incident, places } of placesIn(plan)) io.out(`${incident.id.padEnd(22)} ${'why' in places ? `cannot strike: ${places.why}` : `at ${places.steps.map((step) => step.id).join(', ')}${incident.ends(plan) ? ' (ends the ceremony)' : ''}`}`);
  return 0;
}

/** Refuses what must not be drilled. RefusalError `ceremony.production-refused`, `ceremony.output-exists`, `drill.not-soft`. */
function requireDrillable({ plan }: ReadText, out: string): void {
  if (plan.mode !== 'rehearsal') throw new RefusalError('ceremony.production-refused');
  requireSoft(plan);
  if (existsSync(out) && readdirSync(out).length > 0) throw new RefusalError('ceremony.output-exists', { path: out });
}

async function perform({ text, plan }: ReadText, first: ReadText | null, chosen: readonly Chosen[], options: Options, io: Io): Promise<number> {
  const { out, json } = options;
  const say = json ? () => undefined : io.out;
  const folders: Readonly<Record<string, string>> = { [plan.id]: out, ...(first === null ? {} : { [first.plan.id]: join(out, 'before') }) };
  const room = createLastingRoom((ceremony) => folders[ceremony] ?? join(out, 'followed'));
  try {
    say(`Drilling ${plan.id}, ${plan.title}, on soft tokens with scripted people.`);
    for (const { incident, step } of chosen) say(`  step ${String(step.number)}, ${step.title}: ${incident.title}`);
    let before: Played | null = null;
    let filled: ReadText = { text, plan };
    if (first !== null) {
      say(`It follows another ceremony: ${first.plan.id} is rehearsed before it.`);
      before = await room.play(first.text);
      const full = fillIn(text, plan, before, room.target.sha256);
      const read = readPlan(full);
      if (!read.ok) throw new RefusalError('ceremony.plan-refused');
      filled = { text: full, plan: read.plan };
    }
    const placed = placedIn(filled.plan, chosen);
    const report = reportOf(await performDrill({ room, ...filled, before, chosen: placed }));
    writeFileSync(join(out, 'drill-report.json'), `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx' });
    writeFileSync(join(out, 'drill-report.md'), reportMarkdown(report), { flag: 'wx' });
    if (json) io.out(JSON.stringify(report));
    else tell(report, out, io);
    return report.handled ? 0 : 1;
  } finally {
    room.remove();
  }
}

function tell(report: DrillReport, out: string, io: Io): void {
  io.out('');
  for (const incident of report.incidents) io.out(`  ${incident.handled ? 'handled    ' : 'NOT HANDLED'} ${incident.milliseconds === null ? '        ' : duration(incident.milliseconds).padStart(8)}  ${incident.title}`);
  for (const { id, outcome, bundle } of report.ceremonies) io.out(`  ${id} ${outcome}${bundle === null ? '' : `: ${bundle}`}`);
  io.out('');
  io.out(`  ${join(out, 'drill-report.md')}   the report, to print`);
}

/** Exit codes: 0 all handled, 1 not, or refused, 2 usage. */
export async function drillCommand(args: readonly string[], io: Io): Promise<number> {
  const options = parse(args);
  if (options === null) {
    for (const line of usage) io.err(line);
    return 2;
  }
  try {
    if (options.list && options.plan === null) return list(null, io);
    const read = readOrTell(options.plan ?? DEFAULT_PLAN, io);
    if (read === null) return 1;
    if (options.list) return list(read.plan, io);
    const chosen = options.brief && options.words.length === 0 ? allThatStrike(read.plan) : chooseIncidents(options.words, read.plan);
    if (options.brief) {
      io.out(briefMarkdown(read.plan, chosen));
      return 0;
    }
    requireDrillable(read, options.out);
    const first = read.plan.ceremony === 'generate' ? null : readOrTell(options.before, io);
    if (first === null && read.plan.ceremony !== 'generate') return 1;
    if (first !== null) requireDrillable(first, options.out);
    return await perform(read, first, chosen, options, io);
  } catch (error) {
    if (!(error instanceof RefusalError) && !(error instanceof ScriptStopped)) throw error;
    io.err(printable(error instanceof RefusalError ? `${error.refusal.sentence} (${error.code})` : `The drill stopped. ${error.message}`));
    return 1;
  }
}
