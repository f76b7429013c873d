/**
 * RFC 5649 vectors (Wycheproof, AES-256) through SoftHSM2's own unwrapping, by the mechanism that the worker finds by wrapping a known key; and
 * the same through the software that stands beside it in known-answers.ts. The module is loaded in this process: no worker hands out key values.
 */
import { readFileSync } from 'node:fs';
import { aeskwp } from '@noble/ciphers/aes.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/core/bytes/bytes.ts';
import { readBytes } from '../../src/main/adapters/hsm/worker/attributes.ts';
import { CKO } from '../../src/main/adapters/hsm/worker/constants.ts';
import { sessionAes } from '../../src/main/adapters/hsm/worker/key-specs.ts';
import { keyWrapPad } from '../../src/main/adapters/hsm/worker/key-wrap.ts';
import { attempt, withScratch } from '../../src/main/adapters/hsm/worker/scratch.ts';
import type { Session } from '../../src/main/adapters/hsm/worker/state.ts';
import { rawSession } from './raw-session.ts';
import { scratchFolder } from './soft-token.ts';

interface Vectors {
  readonly testGroups: readonly { readonly tests: readonly { readonly tcId: number; readonly comment: string; readonly key: string; readonly msg: string; readonly ct: string; readonly result: string }[] }[];
}
const file = new URL('../vectors/wycheproof-aes-kwp/aes_kwp_256_test.json', import.meta.url);
const tests = (JSON.parse(readFileSync(file, 'utf8')) as Vectors).testGroups.flatMap((group) => group.tests);
const CKK_GENERIC_SECRET = 0x10;

const folder = scratchFolder();
let s: Session;

beforeAll(async () => {
  s = await rawSession(folder.path);
});
afterAll(() => folder.remove());

/** What the device unwraps, as hex; null where it refuses. */
async function unwrapInDevice(key: string, ct: string): Promise<string | null> {
  const mechanism = (await keyWrapPad(s)) ?? expect.fail('no RFC 5649 mechanism');
  return withScratch(s, (scratch) => {
    const kek = scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: fromHex(key) });
    const open = { CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK_GENERIC_SECRET, TOKEN: false, PRIVATE: true, SENSITIVE: false, EXTRACTABLE: true };
    const opened = attempt(() => scratch.unwrap(mechanism.number, kek, fromHex(ct), open));
    return opened === null ? null : toHex(readBytes(s, opened, 'VALUE') ?? expect.fail('no value'));
  });
}

function unwrapInSoftware(key: string, ct: string): string | null {
  try {
    return toHex(aeskwp(fromHex(key)).decrypt(fromHex(ct)));
  } catch {
    return null;
  }
}

describe('RFC 5649 with AES-256', () => {
  it('has vectors of both kinds', () => {
    expect(tests.filter((test) => test.result === 'valid').length).toBeGreaterThan(20);
    expect(tests.filter((test) => test.result === 'invalid').length).toBeGreaterThan(50);
  });

  it.each(tests)('vector $tcId ($comment, $result)', async ({ key, msg, ct, result }) => {
    const expected = result === 'valid' ? msg : null;
    expect(await unwrapInDevice(key, ct)).toBe(expected);
    expect(unwrapInSoftware(key, ct)).toBe(expected);
  });
});
