/** Check values (ANSI X9.24-1:2017 Annex A: CMAC of the zero block) come out the same whichever use the key has, and as the published CMAC arithmetic gives them. */
import { cmac } from '@noble/ciphers/aes.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/core/bytes/bytes.ts';
import { checkValue } from '../../src/main/adapters/hsm/worker/check-value.ts';
import { readAttributes } from '../../src/main/adapters/hsm/worker/evidence.ts';
import { sessionAes } from '../../src/main/adapters/hsm/worker/key-specs.ts';
import { withScratch } from '../../src/main/adapters/hsm/worker/scratch.ts';
import type { Session } from '../../src/main/adapters/hsm/worker/state.ts';
import { rawSession } from './raw-session.ts';
import { scratchFolder } from './soft-token.ts';

/** NIST SP 800-38B, example D.3 (AES-256): key, and the MAC of the one-block message 6bc1..172a, which anchors the software side. */
const nistKey = '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4';
const nistBlock = '6bc1bee22e409f96e93d7e117393172a';
const nistMac = '28a7023f452e8f82bd4bf28d8c37c35c';

const folder = scratchFolder();
let s: Session;
beforeAll(async () => {
  s = await rawSession(folder.path);
});
afterAll(() => folder.remove());

describe('the check value', () => {
  it('is anchored in NIST SP 800-38B D.3', () => {
    expect(toHex(cmac(fromHex(nistBlock), fromHex(nistKey)))).toBe(nistMac);
  });

  // The second key's AES(0) begins with a one bit, the first one's with a zero bit: both ways of doubling are taken.
  it.each([nistKey, '00'.repeat(32), 'ff'.repeat(32), '01'.repeat(32)])('of %s is the same by signing, encrypting and wrapping', async (key) => {
    const expected = toHex(cmac(new Uint8Array(16), fromHex(key)).subarray(0, 5)).toUpperCase();
    for (const uses of [{ SIGN: true }, { ENCRYPT: true }, { WRAP: true }]) {
      await withScratch(s, async (scratch) => {
        const object = scratch.create({ ...sessionAes(uses), VALUE: fromHex(key) });
        const before = readAttributes(s, object);
        expect(await checkValue(s, object)).toBe(expected);
        expect(readAttributes(s, object)).toEqual(before);
      });
    }
  });

  it('is refused for a key whose use gives none', async () => {
    await withScratch(s, async (scratch) => {
      const object = scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: fromHex(nistKey) });
      await expect(checkValue(s, object)).rejects.toMatchObject({ code: 'hsm.check-unavailable' });
    });
  });
});
