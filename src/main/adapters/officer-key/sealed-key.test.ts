import { createDecipheriv, createHash, createPublicKey, scryptSync, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { systemRandom } from '../environment/random.ts';
import { publicKeyOf } from '../presence/p256-key.ts';
import { decodeKeyFile, encodeKeyFile, readKeyFile, writeKeyFile } from './key-file.ts';
import type { KeyFile } from './key-file.ts';
import { officerKeyAt } from './officer-key.ts';
import { newSealedKey, sealedKey } from './sealed-key.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const folder = mkdtempSync(join(tmpdir(), 'keyrite-officer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const CODE = 'a long enough code';
/** Made once: sealing takes 128 MiB and its time. */
const shared = newSealedKey(bytes(CODE), systemRandom);
const noHsm = (): never => {
  throw new Error('no token is asked');
};

async function refused(act: Promise<unknown>): Promise<string> {
  const error = await act.then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(RefusalError);
  return (error as RefusalError).code;
}
function refusedNow(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as RefusalError).code;
  }
  throw new Error('nothing was refused');
}

describe('an officer\'s key in a file', () => {
  it('signs with its code, and its signature verifies by OpenSSL', async () => {
    const path = join(folder, 'olga.key');
    await writeKeyFile(path, await shared);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const port = await officerKeyAt(path, noHsm);
    const code = bytes(CODE);
    const open = await port.open(code);
    expect(code.every((b) => b === 0)).toBe(true);
    const signature = await open.sign(bytes('message'));
    await open.close();
    await open.close();
    const key = createPublicKey({ key: Buffer.from(await port.publicKey()), format: 'der', type: 'spki' });
    expect(verify('sha256', bytes('message'), key, signature)).toBe(true);
    await expect(open.sign(bytes('message'))).rejects.toThrow('closed');
  });

  it('opens as the document says, without our code', async () => {
    const file = await shared;
    const wrapping = scryptSync(CODE, Buffer.from(file.kdf.salt, 'base64'), 32, { N: 131_072, r: 8, p: 1, maxmem: 2 ** 29 });
    const box = Buffer.from(file.box, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(file.nonce, 'base64'));
    decipher.setAAD(Buffer.from(`keyrite/officer-key/v1 ${createHash('sha256').update(Buffer.from(file.spki, 'base64')).digest('hex')}`));
    decipher.setAuthTag(box.subarray(32));
    const key = Buffer.concat([decipher.update(box.subarray(0, 32)), decipher.final()]);
    expect(Buffer.from(publicKeyOf(key)).toString('base64')).toBe(file.spki);
  });

  it('does not open with another code', async () => {
    const file = await shared;
    expect(await refused(sealedKey(file).open(bytes('another code')))).toBe('officer-key.wrong-code');
  });

  it('does not open under another public key', async () => {
    const file = await shared;
    const spki = Buffer.from(publicKeyOf(systemRandom(32))).toString('base64');
    expect(await refused(sealedKey({ ...file, spki }).open(bytes(CODE)))).toBe('officer-key.wrong-code');
    expect(await refused(sealedKey({ ...file, nonce: Buffer.from(systemRandom(12)).toString('base64') }).open(bytes(CODE)))).toBe('officer-key.wrong-code');
  });

  it('is not made under a short code, and the code is wiped', async () => {
    const code = bytes('short');
    expect(await refused(newSealedKey(code, systemRandom))).toBe('officer-key.code-too-short');
    expect(code.every((b) => b === 0)).toBe(true);
  });

  it('is never written over another file, and says why it cannot be read', async () => {
    const path = join(folder, 'there.key');
    writeFileSync(path, 'mine');
    expect(await refused(shared.then((key) => writeKeyFile(path, key)))).toBe('officer-key.not-written');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(await refused(readKeyFile(path))).toBe('officer-key.bad-file');
    expect(await refused(readKeyFile(join(folder, 'nobody.key')))).toBe('officer-key.unreadable');
    expect(await refused(readKeyFile(folder))).toBe('officer-key.bad-file');
  });

  it('has one form', async () => {
    const file = await shared;
    expect(decodeKeyFile(encodeKeyFile(file))).toEqual(file);
    const wrong: readonly unknown[] = [
      { ...file, more: 1 }, { ...file, kind: 'other' }, { ...file, keyriteOfficerKey: 2 }, { ...file, box: 'AAAA' }, { ...file, spki: Buffer.alloc(91).toString('base64') },
      { ...file, kdf: { ...file.kdf, n: 2 } }, { ...file, kdf: { ...file.kdf, n: 2 ** 30 } },
    ];
    for (const value of wrong) expect(refusedNow(() => decodeKeyFile(encodeKeyFile(value as KeyFile)))).toBe('officer-key.bad-file');
    expect(refusedNow(() => decodeKeyFile(new Uint8Array(17 * 1024)))).toBe('officer-key.bad-file');
  });
});
