/** One changed byte anywhere in a bundle is found, and the file (and the event) named. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import { lineHash } from '../../src/core/transcript/chain.ts';
import { newFindings } from '../../src/verifier/findings.ts';
import { newFacts } from '../../src/verifier/record-facts.ts';
import { readRecord, recordMatches } from '../../src/verifier/read-record.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from './later-samples.ts';
import { memorySource } from './memory-source.ts';
import { sampleBundle } from './sample-bundle.ts';
import { parseStatement } from '../../src/core/transcript/statement.ts';
import { decodeEnvelope } from '../../src/core/transcript/dsse.ts';
import { merkleAccumulator } from '../../src/core/transcript/merkle.ts';
import { toHex } from '../../src/core/bytes/bytes.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const files = sampleBundle();
const fileOf = (name: string): Uint8Array => files.get(name)!;

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= 1 << (at % 8);
  return copy;
}

async function report(name: string, at: number): ReturnType<typeof verifyBundle> {
  return verifyBundle(memorySource(new Map([...files, [name, flipped(fileOf(name), at)]])));
}

beforeAll(async () => {
  expect((await verifyBundle(memorySource(files))).findings).toEqual([]);
});

/** What takes long is done in turns, each a test of its own. */
const turns = [0, 1, 2, 3] as const;

describe('a changed byte', () => {
  it.each([['documents/room.txt', 0, 1], ['keys/ada.pem', 0, 1], ['keys/hsm-root.pem', 0, 1], ...turns.flatMap((turn) => [[bundleNames.package, turn, turns.length] as const, [bundleNames.plan, turn, turns.length] as const])] as const)('is found anywhere in %s (bytes %i modulo %i)', async (name, turn, of) => {
    for (let at = turn; at < fileOf(name).length; at += of) {
      const { verdict, findings } = await report(name, at);
      expect(verdict, `byte ${at}`).toBe('invalid');
      expect(findings.some((f) => f.severity === 'error' && f.file === name), `byte ${at}`).toBe(true);
    }
  });

  it.each(['inherited/statement.dsse.json', 'inherited/QX7R04M2.json', 'delivery/README.txt'])('is found in %s of a later ceremony', async (name) => {
    const whole = later('transfer').bundle;
    const bytes = whole.get(name)!;
    for (let at = 0; at < bytes.length; at += bytes.length > 1000 ? 47 : 1) {
      const { verdict, findings } = await verifyBundle(memorySource(new Map([...whole, [name, flipped(bytes, at)]])));
      expect(verdict, `byte ${at}`).toBe('invalid');
      expect(findings.some((f) => f.rule === 'R-FILE-05' && f.file === name), `byte ${at}`).toBe(true);
    }
  });

  it.each(turns)('is found anywhere in the signed statement and its signatures (turn %i)', async (turn) => {
    const size = fileOf(bundleNames.statement).length;
    // Every byte of the envelope's own fields and signatures (the front is the payload, of which every 41st is tried in this way).
    const { signatures } = decodeEnvelope(fileOf(bundleNames.statement));
    const payloadEnd = size - signatures.length * 160;
    let tried = 0;
    for (let at = 0; at < size; at += at < payloadEnd ? 41 : 1) {
      if (tried++ % turns.length !== turn) continue;
      const { verdict, findings } = await report(bundleNames.statement, at);
      expect(verdict, `byte ${at}`).toBe('invalid');
      expect(findings.some((f) => f.severity === 'error' && f.file === bundleNames.statement), `byte ${at}`).toBe(true);
    }
  });

  it.each(turns)('is found in every event, and the event is named (turn %i)', async (turn) => {
    const bytes = fileOf(bundleNames.transcript);
    let event = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (at % 29 === 0 && (at / 29) % turns.length === turn) {
        const { verdict, findings } = await report(bundleNames.transcript, at);
        expect(verdict, `byte ${at}`).toBe('invalid');
        // The event itself, or the next one, which no longer follows it.
        expect(findings.some((f) => f.severity === 'error' && f.event !== null && (f.event === event || f.event === event + 1)), `byte ${at} of event ${event}`).toBe(true);
        expect(findings.some((f) => f.rule === 'R-FILE-05' || f.rule === 'R-LINE-01')).toBe(true);
      }
      if (bytes[at] === 10) event++;
    }
  });

  it('is found at every single byte of a record by chain, head and tree alone', async () => {
    const whole = fileOf(bundleNames.transcript);
    let end = 0;
    for (let lines = 0; lines < 9; lines++) end = whole.indexOf(10, end) + 1;
    const bytes = whole.subarray(0, end);
    const tree = merkleAccumulator();
    let from = 0;
    let head = '';
    for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
      tree.add(bytes.subarray(from, to));
      head = lineHash(bytes.subarray(from, to));
      from = to + 1;
    }
    const statement = parseStatement(decodeEnvelope(fileOf(bundleNames.statement)).payload);
    const signed = { ...statement, predicate: { ...statement.predicate, record: { entries: 9, head, merkleRoot: toHex(tree.root()) } } };
    const errors = async (record: Uint8Array): Promise<readonly string[]> => {
      const findings = newFindings();
      recordMatches(findings, await readRecord(memorySource(new Map([[bundleNames.transcript, record]]), 500), findings, [], newFacts()), signed);
      return findings.list.map((f) => f.rule);
    };
    expect(await errors(bytes)).toEqual([]);
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0, 5]) {
        const copy = bytes.slice();
        copy[at]! ^= 1 << bit;
        const found = await errors(copy);
        expect(found.length, `byte ${at} bit ${bit}`).toBeGreaterThan(0);
      }
    }
  });
});
