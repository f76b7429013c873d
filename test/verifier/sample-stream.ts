/** For tests: a valid bundle of any length written to a folder, each entry to the disk as it is made; never holds the record. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../src/core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import { canonicalText } from '../../src/core/transcript/canonical-json.ts';
import { filesBeside, firstSample, sampleChainer } from './sample-bundle.ts';
import { sampleRecordFold } from './sample-record.ts';

/** What is written at a time: one write for each entry would be slow. */
const PIECE = 256 * 1024;

export interface Written {
  readonly entries: number;
  /** Size of transcript.jsonl. */
  readonly bytes: number;
}

/** Pauses, which change nothing; one failed attempt where the number is odd. */
function* filling(count: number): Generator<CeremonyEvent> {
  if (count % 2 === 1) yield { type: 'step.failed', step: 'signing', code: 'hsm.busy', detail: {} };
  for (let pair = 0; pair < Math.floor(count / 2); pair++) {
    yield { type: 'ceremony.paused', by: 'ada', reason: `Break ${String(pair)}: the room takes a break of ten minutes and comes back in full.` };
    yield { type: 'ceremony.continued', by: 'ada' };
  }
}

function* filledUp(events: readonly CeremonyEvent[], entries: number): Generator<CeremonyEvent> {
  for (const event of events) {
    if (event.type === 'record.ended') yield* filling(entries - events.length);
    yield event;
  }
}

/** Writes the first sample ceremony, filled up before its end to exactly `entries` entries, to `folder`, which is made. Throws where it is longer without. */
export function writeLongBundle(folder: string, entries: number): Written {
  const sample = firstSample('production');
  if (entries < sample.events.length) throw new Error(`the sample alone has ${String(sample.events.length)} entries`);
  mkdirSync(folder, { recursive: true });
  const next = sampleChainer(sample);
  const record = sampleRecordFold();
  const digest = sha256.create();
  let bytes = 0;
  let held = '';
  const transcript = openSync(join(folder, bundleNames.transcript), 'wx');
  const flush = (): void => {
    const piece = Buffer.from(held);
    for (let at = 0; at < piece.length;) at += writeSync(transcript, piece, at);
    digest.update(piece);
    bytes += piece.length;
    held = '';
  };
  try {
    for (const event of filledUp(sample.events, entries)) {
      const entry = next(event);
      record.add(entry);
      held += `${canonicalText(entry)}\n`;
      if (held.length >= PIECE) flush();
    }
    flush();
  } finally {
    closeSync(transcript);
  }
  for (const [name, content] of filesBeside(sample, record.end(), toHex(digest.digest()))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, { flag: 'wx' });
  }
  return { entries, bytes };
}
