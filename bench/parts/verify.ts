/** Verification of a long record against bare SHA-256 over the same bytes, and the memory both take; each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { before } from '../../test/verifier/edits.ts';
import { sampleBundle } from '../../test/verifier/sample-bundle.ts';
import { sampleEvents } from '../../test/verifier/sample-events.ts';
import type { PartOptions, PartResult } from '../comparison.ts';
import { median } from '../comparison.ts';
import type { Reading, Task } from './verify-child.ts';

const child = fileURLToPath(new URL('./verify-child.ts', import.meta.url));
const SMALL = 1_000;
const LARGE = 100_000;

/** Pauses, which change nothing; one failed attempt where the number is odd. */
function* filling(count: number): Generator<CeremonyEvent> {
  if (count % 2 === 1) yield { type: 'step.failed', step: 'signing', code: 'hsm.busy', detail: {} };
  for (let pair = 0; pair < Math.floor(count / 2); pair++) {
    yield { type: 'ceremony.paused', by: 'ada', reason: `Break ${String(pair)}: the room takes a break of ten minutes and comes back in full.` };
    yield { type: 'ceremony.continued', by: 'ada' };
  }
}

/** Writes a valid bundle of exactly `entries` entries; answers with the size of its record. */
function writeBundle(folder: string, entries: number): number {
  const own = sampleEvents('production').length;
  const files = sampleBundle({ events: before('record.ended', () => [...filling(entries - own)]) });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes, { flag: 'wx' });
  }
  return files.get('transcript.jsonl')!.length;
}

function measure(task: Task, folder: string, entries: number): Reading {
  const reading = JSON.parse(execFileSync(process.execPath, [child, task, folder], { encoding: 'utf8' })) as Reading;
  if (task === 'verify' && (reading.verdict !== 'valid' || reading.entries !== entries)) throw new Error(`the bundle of the benchmark was found ${String(reading.verdict)}, with ${String(reading.entries)} entries`);
  return reading;
}

export function benchVerify({ rounds, folder, say }: PartOptions): PartResult {
  const count = rounds ?? 3;
  const small = join(folder, 'small');
  const large = join(folder, 'large');
  say(`verify: making bundles of ${String(SMALL)} and ${String(LARGE)} events`);
  writeBundle(small, SMALL);
  const bytes = writeBundle(large, LARGE);
  const readings: Record<'verifySmall' | 'verify' | 'noble' | 'openssl', Reading[]> = { verifySmall: [], verify: [], noble: [], openssl: [] };
  for (let round = 1; round <= count; round++) {
    say(`verify: round ${String(round)} of ${String(count)}`);
    readings.verifySmall.push(measure('verify', small, SMALL));
    readings.verify.push(measure('verify', large, LARGE));
    readings.noble.push(measure('sha256-noble', large, LARGE));
    readings.openssl.push(measure('sha256-openssl', large, LARGE));
  }
  const milliseconds = (of: readonly Reading[]): readonly number[] => of.map((r) => r.milliseconds);
  const processor = (of: readonly Reading[]): readonly number[] => of.map((r) => r.processorMilliseconds);
  const peaks = (of: readonly Reading[]): readonly number[] => of.map((r) => r.peakMegabytes);
  const subject = 'Verification of 100,000 events';
  return {
    comparisons: [
      { id: 'verify', subject, baseline: "SHA-256 of the same bytes, the verifier's own", unit: 'ms', subjectRounds: milliseconds(readings.verify), baselineRounds: milliseconds(readings.noble) },
      { id: 'verify-openssl', subject, baseline: 'SHA-256 of the same bytes, OpenSSL', unit: 'ms', subjectRounds: milliseconds(readings.verify), baselineRounds: milliseconds(readings.openssl) },
      { id: 'verify-processor', subject: `${subject}, processor time`, baseline: "SHA-256 of the same bytes, the verifier's own", unit: 'ms', subjectRounds: processor(readings.verify), baselineRounds: processor(readings.noble) },
      { id: 'verify-memory', subject: 'Peak memory at 100,000 events', baseline: 'Peak memory at 1,000 events', unit: 'MB', subjectRounds: peaks(readings.verify), baselineRounds: peaks(readings.verifySmall) },
    ],
    notes: [
      `Verification: a record of ${(bytes / 1e6).toFixed(1)} MB. Peaks are of the whole process; one that only hashes the same file peaks at ${median(peaks(readings.noble)).toFixed(0)} MB. 1,000 events take ${median(milliseconds(readings.verifySmall)).toFixed(0)} ms.`,
    ],
    details: { bytes, readings },
  };
}
