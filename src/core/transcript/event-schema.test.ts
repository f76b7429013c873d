/** Entries: what is read back is what was written, and every other form is refused with its code. */
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { chain } from '../../../test/verifier/sample-chain.ts';
import { sampleEvents } from '../../../test/verifier/sample-events.ts';
import { utf8 } from '../bytes/bytes.ts';
import { canonicalBytes } from './canonical-json.ts';
import { entryLine, GENESIS, lineHash } from './chain.ts';
import { parseEntry } from './event-schema.ts';
import { limits } from './limits.ts';
import type { Entry } from './types.ts';

const entries = chain(sampleEvents('production'));
const first = entries[0]!;
const changed = (change: Readonly<Record<string, unknown>>): Uint8Array => canonicalBytes({ ...first, ...change });
const event = (change: Readonly<Record<string, unknown>>): Uint8Array => changed({ event: { ...first.event, ...change } });

describe('parseEntry', () => {
  it('gives back every entry of a whole ceremony, each chained to the one before', () => {
    let prev = GENESIS;
    for (const [seq, entry] of entries.entries()) {
      const line = entryLine(entry);
      const back: Entry = parseEntry(line, seq);
      expect(back).toEqual(entry);
      expect(back.prev).toBe(prev);
      prev = lineHash(line);
    }
  });

  it.each([
    ['an unknown field', changed({ extra: 1 })],
    ['a field less', canonicalBytes({ v: 1, seq: 0, prev: GENESIS, mono: 0, salt: first.salt, event: first.event })],
    ['a date that does not exist', changed({ time: '2026-02-30T00:00:00.000Z' })],
    ['a time with an offset', changed({ time: '2026-01-15T09:00:00.000+00:00' })],
    ['a time without milliseconds', changed({ time: '2026-01-15T09:00:00Z' })],
    ['a negative count', changed({ mono: -1 })],
    ['no salt', canonicalBytes({ v: 1, seq: 0, prev: GENESIS, time: first.time, mono: 0, event: first.event })],
    ['a salt too short', changed({ salt: '0a'.repeat(15) })],
    ['a salt too long', changed({ salt: '0a'.repeat(17) })],
    ['a salt that is not hex', changed({ salt: 'x'.repeat(32) })],
    ['a digest in capitals', changed({ prev: 'A'.repeat(64) })],
    ['a short digest', changed({ prev: 'a'.repeat(63) })],
    ['an unknown event', event({ type: 'ceremony.forged' })],
    ['an event with an unknown field', event({ pin: '1234' })],
    ['an unknown kind', event({ kind: 'renew' })],
    ['an unknown mode', event({ mode: 'test' })],
    ['a text too long', event({ title: 'x'.repeat(401) })],
    ['__proto__ as a field', utf8('{"__proto__":{},"event":' + JSON.stringify(first.event) + '}')],
    ['an array', utf8('[]')],
    ['null', utf8('null')],
  ])('refuses %s', (_what, line) => {
    expect(['transcript.bad-entry', 'transcript.not-canonical']).toContain(codeOf(() => parseEntry(line, 0)));
  });

  it('refuses another version, another number, and a line too long, each by its code', () => {
    expect(codeOf(() => parseEntry(changed({ v: 2 }), 0))).toBe('transcript.wrong-version');
    expect(codeOf(() => parseEntry(entryLine(first), 1))).toBe('transcript.wrong-sequence');
    expect(codeOf(() => parseEntry(new Uint8Array(limits.lineBytes + 1), 0))).toBe('transcript.too-large');
  });
});
