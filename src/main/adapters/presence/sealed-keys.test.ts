import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { systemRandom } from '../environment/random.ts';
import { createPresence } from './sealed-keys.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const message = bytes('keyrite/confirmation/v1\n{}');

function genuine(spki: Uint8Array, signature: Uint8Array, over = message): boolean {
  return verify('sha256', over, { key: createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), dsaEncoding: 'der' }, signature);
}
async function refused(act: Promise<unknown>): Promise<string> {
  const error = await act.then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(RefusalError);
  expect((error as RefusalError).message).not.toMatch(/\{\w+\}/);
  return (error as RefusalError).code;
}

describe('presence', () => {
  it('signs what OpenSSL verifies under the public key given at registration', async () => {
    const presence = createPresence(systemRandom);
    const spki = await presence.enrol('marsh', bytes('river-7'));
    const signature = await presence.sign('marsh', bytes('river-7'), message);
    expect(spki).toHaveLength(91);
    expect(genuine(spki, signature)).toBe(true);
    expect(genuine(spki, signature, bytes('another act'))).toBe(false);
  });

  it('refuses a wrong code, and takes the right one after it', async () => {
    const presence = createPresence(systemRandom);
    const spki = await presence.enrol('marsh', bytes('river-7'));
    for (const wrong of ['river-8', 'River-7', 'river-7 ', 'r', '']) expect(await refused(presence.sign('marsh', bytes(wrong), message))).toBe('presence.wrong-code');
    expect(genuine(spki, await presence.sign('marsh', bytes('river-7'), message))).toBe(true);
  });

  it('refuses a code that is too short, and keeps the key that was there', async () => {
    const presence = createPresence(systemRandom);
    expect(await refused(presence.enrol('marsh', bytes('12345')))).toBe('presence.code-too-short');
    expect(presence.has('marsh')).toBe(false);
    const spki = await presence.enrol('marsh', bytes('123456'));
    expect(await refused(presence.enrol('marsh', bytes('12345')))).toBe('presence.code-too-short');
    expect(genuine(spki, await presence.sign('marsh', bytes('123456'), message))).toBe(true);
  });

  it('wipes every code it was given, used or refused', async () => {
    const presence = createPresence(systemRandom);
    const codes = ['long enough', 'short', 'long enough', 'wrong one', 'nobody'].map(bytes) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    await presence.enrol('marsh', codes[0]);
    await refused(presence.enrol('silva', codes[1]));
    await presence.sign('marsh', codes[2], message);
    await refused(presence.sign('marsh', codes[3], message));
    await refused(presence.sign('okafor', codes[4], message));
    for (const code of codes) expect(code.every((b) => b === 0)).toBe(true);
  });

  it('gives two people with the same code two keys', async () => {
    const presence = createPresence(systemRandom);
    const one = await presence.enrol('marsh', bytes('same code'));
    const two = await presence.enrol('silva', bytes('same code'));
    expect(one).not.toEqual(two);
    const signature = await presence.sign('marsh', bytes('same code'), message);
    expect(genuine(one, signature)).toBe(true);
    expect(genuine(two, signature)).toBe(false);
  });

  it('replaces the key of who registers again, and the old code is worth nothing', async () => {
    const presence = createPresence(systemRandom);
    const old = await presence.enrol('marsh', bytes('old code'));
    const fresh = await presence.enrol('marsh', bytes('new code'));
    expect(fresh).not.toEqual(old);
    expect(await refused(presence.sign('marsh', bytes('old code'), message))).toBe('presence.wrong-code');
  });

  it('refuses who has not registered, and everybody after wiping', async () => {
    const presence = createPresence(systemRandom);
    expect(await refused(presence.sign('marsh', bytes('river-7'), message))).toBe('presence.not-registered');
    await presence.enrol('marsh', bytes('river-7'));
    expect(presence.has('marsh')).toBe(true);
    presence.wipe();
    expect(presence.has('marsh')).toBe(false);
    expect(await refused(presence.sign('marsh', bytes('river-7'), message))).toBe('presence.not-registered');
  });

  it('wipes the random bytes that a key was made of', async () => {
    const given: Uint8Array[] = [];
    const presence = createPresence((length) => {
      const out = systemRandom(length);
      if (length === 48) given.push(out);
      return out;
    });
    await presence.enrol('marsh', bytes('river-7'));
    expect(given).toHaveLength(1);
    expect(given[0]!.every((b) => b === 0)).toBe(true);
  });

  it('does not mix up people who register and sign at the same time', async () => {
    const presence = createPresence(systemRandom);
    const people = ['a', 'b', 'c', 'd'];
    const spkis = await Promise.all(people.map((p) => presence.enrol(p, bytes(`code of ${p}`))));
    const signatures = await Promise.all(people.map((p) => presence.sign(p, bytes(`code of ${p}`), message)));
    people.forEach((_p, i) => expect(genuine(spkis[i]!, signatures[i]!)).toBe(true));
  });
});
