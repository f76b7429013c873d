/** What the recorder writes: entries whose hashes say nothing about what they hold. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sampleEvents } from '../../../test/verifier/sample-events.ts';
import { samplePlan } from '../../../test/verifier/sample-plan.ts';
import { toHex } from '../../core/bytes/bytes.ts';
import { nothingInherited } from '../../core/lineage/types.ts';
import type { Clock, StorePort, StoredEntry } from '../../core/ports/ports.ts';
import { entryLine, lineHash } from '../../core/transcript/chain.ts';
import { merkleAccumulator } from '../../core/transcript/merkle.ts';
import type { Entry } from '../../core/transcript/types.ts';
import { createRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';

/** A clock that stands still: nothing but the salt tells two entries of the same event apart. */
const clock: Clock = { utc: () => '2026-01-15T09:00:00.000Z', monotonic: () => 5000 };

function memoryStore(): StorePort {
  const lines: StoredEntry[] = [];
  return { path: 'memory', append: (entry) => void lines.push(entry), entries: () => lines.values(), putFile: () => undefined, getFile: () => null, close: () => undefined };
}

function recorded(): Recorder {
  const recorder = createRecorder(samplePlan('production'), nothingInherited, memoryStore(), clock, (length) => Uint8Array.from(randomBytes(length)));
  for (const event of sampleEvents('production').slice(0, 3)) recorder.append(event);
  return recorder;
}

function leafHash(entry: Entry): string {
  const tree = merkleAccumulator();
  tree.add(entryLine(entry));
  return toHex(tree.root());
}

describe('the salt of an entry', () => {
  it('gives two entries of the same content different leaf hashes and line hashes', () => {
    const [one, two] = [recorded(), recorded()].map((r) => r.entries[0]!) as [Entry, Entry];
    expect({ ...one, salt: '' }).toEqual({ ...two, salt: '' });
    expect(leafHash(one)).not.toBe(leafHash(two));
    expect(lineHash(entryLine(one))).not.toBe(lineHash(entryLine(two)));
  });

  it('is 16 bytes, and made anew for every entry', () => {
    const salts = [recorded(), recorded()].flatMap((r) => r.entries.map((e) => e.salt));
    for (const salt of salts) expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(salts).size).toBe(6);
  });
});
