/** Machine time of a restore and of a yearly check, for share sets of several sizes on paper, against the time inside their raw PKCS#11 calls. People answer at once. */
import { join } from 'node:path';
import { createLastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import type { LastingRoom, Played } from '../../src/cli/rehearsal/lasting-room.ts';
import type { Comparison, PartOptions, PartResult } from '../comparison.ts';
import { metered, newMeter } from './meter.ts';
import { planOfSize } from './plan-of-size.ts';

const sizes = [{ threshold: 2, count: 3 }, { threshold: 5, count: 9 }, { threshold: 16, count: 32 }] as const;

interface Measured {
  readonly milliseconds: number;
  readonly raw: number;
  readonly calls: number;
}

async function measure(room: LastingRoom, text: string, before: Played): Promise<Measured> {
  const meter = newMeter();
  const from = performance.now();
  await room.play(text, { from: before.bundle, ports: (ports) => ({ ...ports, openHsm: metered(room.env, meter) }) });
  return { milliseconds: performance.now() - from - meter.asking, raw: meter.milliseconds, calls: meter.calls };
}

export async function benchLater({ rounds, folder, say }: PartOptions): Promise<PartResult> {
  const comparisons: Comparison[] = [];
  const notes: string[] = [];
  for (const { threshold, count } of sizes) {
    const name = `${String(threshold)} of ${String(count)}`;
    const room = createLastingRoom((ceremony) => join(folder, `${String(count)}-${ceremony}`));
    try {
      say(`later: making keys with ${name} shares`);
      const before = await room.play(planOfSize('generate', { threshold, count }, null, 0));
      for (const kind of ['restore', 'check'] as const) {
        const done: Measured[] = [];
        for (let round = 1; round <= (rounds ?? 1); round++) {
          say(`later: ${kind} of ${name}, round ${String(round)}`);
          done.push(await measure(room, planOfSize(kind, { threshold, count }, before, round), before));
        }
        comparisons.push({ id: `${kind}-${String(threshold)}-of-${String(count)}`, subject: `${kind === 'restore' ? 'Restore' : 'Check'}, ${name} on paper`, baseline: 'Its raw PKCS#11 calls (SoftHSM2)', unit: 'ms', subjectRounds: done.map((d) => d.milliseconds), baselineRounds: done.map((d) => d.raw) });
        notes.push(`${kind} of ${name}: ${String(done[0]?.calls ?? 0)} raw calls; ${String(kind === 'restore' ? threshold : count)} sheets are rasterised and decoded, and ${String(count + 4)} people register and sign.`);
      }
    } finally {
      room.remove();
    }
  }
  return { comparisons, notes, details: {} };
}
