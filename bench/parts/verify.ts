/** Verification of a long record against bare SHA-256 over the same bytes, and the memory both take; each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLongBundle } from '../../test/verifier/sample-stream.ts';
import type { PartOptions, PartResult } from '../comparison.ts';
import { median } from '../comparison.ts';
import type { Reading, Task } from './verify-child.ts';

const child = fileURLToPath(new URL('./verify-child.ts', import.meta.url));
const SMALL = 1_000;
const LARGE = 100_000;
/** Verified once, for its memory: it takes a minute or more. */
const HUGE = 1_000_000;

function measure(task: Task, folder: string, entries: number): Reading {
  const reading = JSON.parse(execFileSync(process.execPath, [child, task, folder], { encoding: 'utf8' })) as Reading;
  if (task === 'verify' && (reading.verdict !== 'valid' || reading.entries !== entries)) throw new Error(`the bundle of the benchmark was found ${String(reading.verdict)}, with ${String(reading.entries)} entries`);
  return reading;
}

export function benchVerify({ rounds, folder, say }: PartOptions): PartResult {
  const count = rounds ?? 3;
  const small = join(folder, 'small');
  const large = join(folder, 'large');
  const huge = join(folder, 'huge');
  say(`verify: making bundles of ${String(SMALL)}, ${String(LARGE)} and ${String(HUGE)} events`);
  writeLongBundle(small, SMALL);
  const { bytes } = writeLongBundle(large, LARGE);
  const { bytes: hugeBytes } = writeLongBundle(huge, HUGE);
  const readings: Record<'verifySmall' | 'verify' | 'noble' | 'openssl', Reading[]> = { verifySmall: [], verify: [], noble: [], openssl: [] };
  for (let round = 1; round <= count; round++) {
    say(`verify: round ${String(round)} of ${String(count)}`);
    readings.verifySmall.push(measure('verify', small, SMALL));
    readings.verify.push(measure('verify', large, LARGE));
    readings.noble.push(measure('sha256-noble', large, LARGE));
    readings.openssl.push(measure('sha256-openssl', large, LARGE));
  }
  say('verify: the longest record, once');
  const longest = measure('verify', huge, HUGE);
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
      { id: 'verify-memory-million', subject: 'Peak memory at 1,000,000 events', baseline: 'Peak memory at 1,000 events', unit: 'MB', subjectRounds: [longest.peakMegabytes], baselineRounds: [median(peaks(readings.verifySmall))] },
    ],
    notes: [
      `Verification: a record of ${(bytes / 1e6).toFixed(1)} MB. Peaks are of the whole process; one that only hashes the same file peaks at ${median(peaks(readings.noble)).toFixed(0)} MB. 1,000 events take ${median(milliseconds(readings.verifySmall)).toFixed(0)} ms.`,
      `A million events: a record of ${(hugeBytes / 1e6).toFixed(0)} MB, verified in ${(longest.milliseconds / 1000).toFixed(0)} s (${(longest.processorMilliseconds / 1000).toFixed(0)} s of processors), once.`,
    ],
    details: { bytes, hugeBytes, readings, longest },
  };
}
