/** Machine time of a whole 3-of-5 rehearsal with people who answer at once, against the time inside its raw PKCS#11 calls. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSoftRoom, prepareCards } from '../../src/cli/rehearsal/soft-room.ts';
import { playCeremony } from '../../src/cli/rehearsal/scripted-people.ts';
import { randomSecrets } from '../../src/cli/rehearsal/secrets.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { createCards } from '../../src/main/adapters/carriers/smartcard.ts';
import { createDesk } from '../../src/main/runtime/desk.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { applicationVersion } from '../../src/main/runtime/version.ts';
import { median } from '../comparison.ts';
import type { PartOptions, PartResult } from '../comparison.ts';
import { metered, newMeter } from './meter.ts';
import type { Meter } from './meter.ts';

const planFile = new URL('../../resources/plans/hyok-3-of-5.yaml', import.meta.url);

interface Rehearsed {
  readonly milliseconds: number;
  /** Of this process, the workers' not counted. */
  readonly processorMilliseconds: number;
  readonly raw: Meter;
  /** Milliseconds by the kind of step. */
  readonly steps: ReadonlyMap<string, number>;
}

/** The first ceremony needs no sheets of an earlier one. */
const nothing = (): Uint8Array => new Uint8Array();

async function rehearse(text: string, plan: Plan, folder: string): Promise<Rehearsed> {
  const roomFolder = join(folder, 'room');
  mkdirSync(roomFolder, { recursive: true });
  const soft = createSoftRoom(folder);
  const secrets = randomSecrets();
  const raw = newMeter();
  const open = metered(soft.env, raw);
  const ports = { ...createPorts({ version: applicationVersion, workerEnv: soft.env, roomFolder }), openHsm: open, cards: createCards(open) };
  const desk = createDesk({ folder, host: 'shell', version: applicationVersion, ports, offline: ports.offline, bundleFolder: () => join(folder, 'bundle') });
  const steps = new Map<string, number>();
  let milliseconds: number;
  let processor: NodeJS.CpuUsage;
  try {
    await prepareCards(plan, createPorts({ version: applicationVersion, workerEnv: soft.env }).openHsm, secrets.cardPin);
    const used = process.cpuUsage();
    const from = performance.now();
    let since = from;
    let kind = 'opening';
    const begun = await desk.handlers['ceremony:begin']({ name: 'plan.yaml', text });
    if (!begun.ok) throw new Error(begun.refusal.sentence);
    const last = await playCeremony(desk, { ...secrets, sheet: nothing, targetKey: nothing }, (snapshot) => {
      const now = performance.now();
      steps.set(kind, (steps.get(kind) ?? 0) + now - since);
      since = now;
      kind = snapshot.step.kind;
    });
    milliseconds = performance.now() - from - raw.asking;
    processor = process.cpuUsage(used);
    if (last.status !== 'closed') throw new Error(`the rehearsal ended ${last.status}`);
  } finally {
    await desk.close();
    soft.remove();
  }
  return { milliseconds, processorMilliseconds: (processor.user + processor.system) / 1000, raw, steps };
}

export async function benchRehearsal({ rounds, folder, say }: PartOptions): Promise<PartResult> {
  const text = readFileSync(planFile, 'utf8');
  const read = readPlan(text);
  if (!read.ok) throw new Error('the plan of the benchmark has errors');
  const count = rounds ?? 3;
  const done: Rehearsed[] = [];
  for (let round = 1; round <= count; round++) {
    say(`rehearsal: round ${String(round)} of ${String(count)}`);
    done.push(await rehearse(text, read.plan, join(folder, String(round))));
  }
  const kinds = [...done[0]!.steps.keys()];
  const steps = kinds.map((kind) => ({ kind, milliseconds: median(done.map((d) => d.steps.get(kind) ?? 0)) })).sort((a, b) => b.milliseconds - a.milliseconds);
  const { raw } = done[0]!;
  const processor = median(done.map((d) => d.processorMilliseconds));
  const longest = steps.slice(0, 4).map((s) => `${s.kind} ${(s.milliseconds / 1000).toFixed(1)} s`).join(', ');
  return {
    comparisons: [
      { id: 'rehearsal', subject: 'Rehearsal, three of five on paper', baseline: 'Its raw PKCS#11 calls (SoftHSM2)', unit: 'ms', subjectRounds: done.map((d) => d.milliseconds), baselineRounds: done.map((d) => d.raw.milliseconds) },
    ],
    notes: [`Rehearsal: ${String(raw.calls)} raw calls in ${String(raw.workers)} worker processes; the main process used ${(processor / 1000).toFixed(1)} s of processor time; most of the time is in ${longest} (medians).`],
    details: { raw: done.map((d) => d.raw), processorMilliseconds: done.map((d) => d.processorMilliseconds), steps },
  };
}
