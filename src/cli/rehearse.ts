/** `keyrite rehearse`: a whole ceremony on soft tokens with scripted people, no display and nobody at the keyboard. Refuses real plans. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Snapshot } from '../contract/snapshot.ts';
import { readPlan } from '../core/plan/read-plan.ts';
import { createDesk } from '../main/runtime/desk.ts';
import { createPorts } from '../main/runtime/ports.ts';
import { applicationVersion } from '../main/runtime/version.ts';
import type { Io } from './io.ts';
import { ScriptStopped, playCeremony } from './rehearsal/scripted-people.ts';
import { randomSecrets } from './rehearsal/secrets.ts';
import { createSoftRoom, keepCards, prepareCards } from './rehearsal/soft-room.ts';

const usage = 'keyrite rehearse [--plan FILE] [--out DIR] [--json]';
const DEFAULT_PLAN = 'resources/plans/hyok-3-of-5.yaml';

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

async function perform(planText: string, plan: Parameters<typeof prepareCards>[0], options: { readonly out: string; readonly json: boolean }, io: Io): Promise<number> {
  const { out } = options;
  const roomFolder = join(out, 'room');
  mkdirSync(roomFolder, { recursive: true });
  const soft = createSoftRoom();
  const secrets = randomSecrets();
  const real = createPorts({ version: applicationVersion, workerEnv: soft.env, roomFolder });
  const ports = { ...real, cards: keepCards(real.cards, roomFolder) };
  const desk = createDesk({ folder: out, host: 'shell', version: applicationVersion, ports, offline: ports.offline, bundleFolder: () => join(out, 'bundle') });
  const { see, times } = progress(io, options.json);
  try {
    if (!options.json) io.out(`Rehearsing ${plan.id}, ${plan.title}, on soft tokens with scripted people.`);
    await prepareCards(plan, ports.openHsm, secrets.cardPin);
    const begun = await desk.handlers['ceremony:begin']({ name: 'plan.yaml', text: planText });
    if (!begun.ok) throw new ScriptStopped('Open the ceremony', begun.refusal);
    const last = await playCeremony(desk, secrets, see);
    report(last, plan, out, times, options.json, io);
    return 0;
  } catch (error) {
    if (!(error instanceof ScriptStopped)) throw error;
    io.err(`The rehearsal stopped. ${error.message}`);
    return 1;
  } finally {
    await desk.close();
    soft.remove();
  }
}

function report(last: Snapshot, plan: Parameters<typeof prepareCards>[0], out: string, times: readonly StepTime[], json: boolean, io: Io): void {
  const bundle = join(out, 'bundle');
  const proof = last.record.count;
  const checks = readChecks(bundle);
  if (json) {
    io.out(JSON.stringify({ ceremony: plan.id, bundle, room: join(out, 'room'), record: join(out, `${plan.id}.keyrite`), entries: proof, keys: checks, steps: times }));
    return;
  }
  io.out('');
  io.out('The rehearsal is complete. It made:');
  io.out(`  ${bundle}   the transcript bundle, ${String(proof)} entries, signed by ${String(plan.participants.length)} people and the root key`);
  io.out(`  ${join(out, 'room')}     what would have been printed or written onto cards`);
  for (const { name, check } of checks) io.out(`  key ${name.padEnd(12)} ${check}`);
  io.out('');
  io.out('Look at it:');
  io.out(`  npm run -s keyrite -- verify ${bundle} --allow-rehearsal`);
  io.out(`  ${join(bundle, 'documents', 'record.md')}   the record in sentences`);
}

interface StatementKeys {
  readonly predicate: { readonly keys: readonly { readonly name: string; readonly check: { readonly value: string } }[] };
}

/** Key check values as the signed statement has them, not as this process remembers them. */
function readChecks(bundle: string): readonly { readonly name: string; readonly check: string }[] {
  const envelope = JSON.parse(readFileSync(join(bundle, 'statement.dsse.json'), 'utf8')) as { readonly payload: string };
  const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')) as StatementKeys;
  return statement.predicate.keys.map((k) => ({ name: k.name, check: k.check.value }));
}
