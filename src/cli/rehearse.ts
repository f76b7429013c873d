/** `keyrite rehearse`: a whole ceremony on soft tokens with scripted people, no display and nobody at the keyboard. Refuses real plans. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Snapshot } from '../contract/snapshot.ts';
import { HSM_ROOT } from '../core/ceremony/state.ts';
import { readPlan } from '../core/plan/read-plan.ts';
import type { Plan } from '../core/plan/schema.ts';
import type { Io } from './io.ts';
import { fillIn } from './rehearsal/fill-in.ts';
import { createLastingRoom, readStatement } from './rehearsal/lasting-room.ts';
import type { LastingRoom } from './rehearsal/lasting-room.ts';
import { leaveDocuments } from './rehearsal/room-documents.ts';
import { leaveTarget } from './rehearsal/target-files.ts';
import { ScriptStopped } from './rehearsal/scripted-people.ts';

const usage = 'keyrite rehearse [--plan FILE] [--out DIR] [--json]';
const DEFAULT_PLAN = 'resources/plans/hyok-3-of-5.yaml';
/** What a ceremony after the first follows in a rehearsal. */
const FIRST_PLAN = 'resources/plans/hyok-2-of-3-cards.yaml';

interface StepTime {
  readonly step: string;
  readonly milliseconds: number;
}

/** Prints each step once, when it is done, with its time. */
function progress(io: Io, quiet: boolean): { readonly see: (snapshot: Snapshot) => void; readonly times: readonly StepTime[] } {
  const times: StepTime[] = [];
  let began = performance.now();
  let current: Snapshot['script'][number] | undefined;
  const see = (snapshot: Snapshot): void => {
    const now = snapshot.status === 'closed' ? undefined : snapshot.script.find((line) => line.state === 'now');
    if (now?.id === current?.id && snapshot.status !== 'closed') return;
    if (current) {
      const milliseconds = Math.round(performance.now() - began);
      times.push({ step: current.id, milliseconds });
      if (!quiet) io.out(`[${String(current.number).padStart(2)}/${String(snapshot.script.length)}] ${current.title.padEnd(30)} ${(milliseconds / 1000).toFixed(1).padStart(6)} s   ${String(snapshot.record.count)} entries`);
    }
    current = now;
    began = performance.now();
  };
  return { see, times };
}

function isEmptyOrAbsent(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

/** Exit codes: 0 rehearsed, 1 refused or failed, 2 usage. */
export async function rehearseCommand(args: readonly string[], io: Io): Promise<number> {
  let options: { readonly plan: string; readonly out: string; readonly json: boolean };
  try {
    const { values } = parseArgs({ args: [...args], options: { plan: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } }, strict: true });
    options = { plan: values.plan ?? DEFAULT_PLAN, out: resolve(values.out ?? 'rehearsal'), json: values.json ?? false };
  } catch {
    io.err(usage);
    return 2;
  }
  const { out } = options;
  if (!existsSync(options.plan)) {
    io.err(`There is no plan at ${options.plan}.`);
    return 2;
  }
  if (!isEmptyOrAbsent(out)) {
    io.err(`${out} is not empty (ceremony.output-exists). Nothing is ever overwritten: choose another folder with --out, or move this one away.`);
    return 1;
  }
  const planText = readFileSync(options.plan, 'utf8');
  const read = readPlan(planText);
  if (!read.ok) {
    for (const p of read.problems) io.err(`${options.plan}:${String(p.line)} ${p.path}: ${p.sentence} (${p.code})`);
    return 1;
  }
  if (read.plan.mode !== 'rehearsal') {
    io.err('This plan is for a real ceremony (ceremony.production-refused). Only a plan with `mode: rehearsal` can be rehearsed with scripted people; nothing was done.');
    return 1;
  }
  return perform(planText, read.plan, options, io);
}

/** Rehearses the ceremony that `plan` follows, and fills its digests into the text. */
async function afterTheFirst(planText: string, plan: Plan, room: LastingRoom, say: (line: string) => void): Promise<{ readonly text: string; readonly from: string }> {
  say(`This ceremony follows another: ${FIRST_PLAN} is rehearsed before it.`);
  const before = await room.play(readFileSync(FIRST_PLAN, 'utf8'));
  return { text: fillIn(planText, plan, before, room.target.sha256), from: before.bundle };
}

async function perform(planText: string, plan: Plan, options: { readonly out: string; readonly json: boolean }, io: Io): Promise<number> {
  const { out } = options;
  const say = options.json ? () => undefined : io.out;
  const room = createLastingRoom((ceremony) => (ceremony === plan.id ? out : join(out, 'before')));
  const { see, times } = progress(io, options.json);
  try {
    say(`Rehearsing ${plan.id}, ${plan.title}, on soft tokens with scripted people.`);
    const filled = plan.ceremony === 'generate' ? { text: planText } : await afterTheFirst(planText, plan, room, say);
    const { text, ...from } = filled;
    const { last } = await room.play(text, { ...from, onSnapshot: see });
    await leaveDocuments(join(out, 'bundle'), room.roomOf(plan.id));
    if (plan.ceremony === 'transfer' && 'publicKey' in plan.target) leaveTarget(room, room.roomOf(plan.id));
    report(last, plan, out, times, options.json, io);
    return 0;
  } catch (error) {
    if (!(error instanceof ScriptStopped)) throw error;
    io.err(`The rehearsal stopped. ${error.message}`);
    return 1;
  } finally {
    room.remove();
  }
}

function report(last: Snapshot, plan: Plan, out: string, times: readonly StepTime[], json: boolean, io: Io): void {
  const bundle = join(out, 'bundle');
  const entries = last.record.count;
  // As the signed statement has them, not as this process remembers them.
  const { predicate } = readStatement(bundle).statement;
  const checks = predicate.keys.map((k) => ({ name: k.name, check: k.check.value }));
  if (json) {
    io.out(JSON.stringify({ ceremony: plan.id, bundle, room: join(out, 'room'), record: join(out, `${plan.id}.keyrite`), entries, keys: checks, states: predicate.lifecycle.map((k) => ({ name: k.name, state: k.state })), steps: times }));
    return;
  }
  const signers = predicate.signers.filter((s) => s.id !== HSM_ROOT).length;
  io.out('');
  io.out('The rehearsal is complete. It made:');
  io.out(`  ${bundle}   the transcript bundle, ${String(entries)} entries, signed by ${String(signers)} people${signers < predicate.signers.length ? ' and the root key' : ''}`);
  io.out(`  ${join(out, 'room')}     what would have been printed or written onto cards; script, certificate and custody sheet`);
  for (const { name, state } of predicate.lifecycle) io.out(`  key ${name.padEnd(12)} ${state.padEnd(12)} ${checks.find((c) => c.name === name)?.check ?? ''}`);
  io.out('');
  io.out('Look at it:');
  io.out(`  npm run -s keyrite -- verify ${bundle} --allow-rehearsal`);
  io.out(`  ${join(bundle, 'documents', 'record.md')}   the record in sentences`);
}
