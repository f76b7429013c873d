/** Second keys of participants: OpenSSL takes their keys and signatures, and they are sealed, replaced and wiped as the first ones are. */
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { systemRandom } from '../environment/random.ts';
import { createPresence } from './sealed-keys.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const message = bytes('DSSEv1 1 x 1 y');
const genuine = (spki: Uint8Array, signature: Uint8Array): boolean => verify(null, message, createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), signature);

async function refused(act: Promise<unknown>): Promise<string> {
  const error = await act.then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(RefusalError);
  return (error as RefusalError).code;
}

describe('a second key', () => {
  it('signs what OpenSSL verifies, never twice the same, beside the first key under one code', async () => {
    const presence = createPresence(systemRandom);
    await presence.enrol('marsh', bytes('river-7'));
    const spki = await presence.enrolPostQuantum('marsh', bytes('river-7'));
    const one = await presence.signPostQuantum('marsh', bytes('river-7'), message);
    const two = await presence.signPostQuantum('marsh', bytes('river-7'), message);
    expect(spki).toHaveLength(1974);
    expect(genuine(spki, one) && genuine(spki, two)).toBe(true);
    expect(one).not.toEqual(two);
    expect(await presence.sign('marsh', bytes('river-7'), message)).not.toHaveLength(0);
  });

  it('is refused without a first one, with a wrong code, and after wiping', async () => {
    const presence = createPresence(systemRandom);
    expect(await refused(presence.enrolPostQuantum('marsh', bytes('river-7')))).toBe('presence.not-registered');
    await presence.enrol('marsh', bytes('river-7'));
    expect(await refused(presence.signPostQuantum('marsh', bytes('river-7'), message))).toBe('presence.not-registered');
    await presence.enrolPostQuantum('marsh', bytes('river-7'));
    expect(await refused(presence.signPostQuantum('marsh', bytes('river-8'), message))).toBe('presence.wrong-code');
    presence.wipe();
    expect(await refused(presence.signPostQuantum('marsh', bytes('river-7'), message))).toBe('presence.not-registered');
  });

  it('goes with the first one when somebody registers again', async () => {
    const presence = createPresence(systemRandom);
    await presence.enrol('marsh', bytes('river-7'));
    await presence.enrolPostQuantum('marsh', bytes('river-7'));
    await presence.enrol('marsh', bytes('river-9'));
    expect(await refused(presence.signPostQuantum('marsh', bytes('river-7'), message))).toBe('presence.not-registered');
  });

  it('leaves neither codes nor seeds nor what a signature was hedged with', async () => {
    const given: Uint8Array[] = [];
    const presence = createPresence((length) => {
      const out = systemRandom(length);
      if (length === 32) given.push(out);
      return out;
    });
    await presence.enrol('marsh', bytes('river-7'));
    const codes = [bytes('river-7'), bytes('river-7'), bytes('wrong-7')] as const;
    await presence.enrolPostQuantum('marsh', codes[0]);
    await presence.signPostQuantum('marsh', codes[1], message);
    await refused(presence.signPostQuantum('marsh', codes[2], message));
    expect(given).toHaveLength(3);
    for (const array of [...given, ...codes]) expect(array.every((b) => b === 0)).toBe(true);
  });
});
