/** An officer's key on a token: made there, used by its PIN, and refused where it is another one. On SoftHSM2, through the worker. */
import { createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenHsm } from '../../src/core/ports/hsm.ts';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import { systemRandom } from '../../src/main/adapters/environment/random.ts';
import { decodeKeyFile, encodeKeyFile } from '../../src/main/adapters/officer-key/key-file.ts';
import type { TokenKeyFile } from '../../src/main/adapters/officer-key/key-file.ts';
import { newTokenKey, tokenKey } from '../../src/main/adapters/officer-key/token-key.ts';
import { refusalCode, SO_PIN, USER_PIN } from './hsm-suite.ts';
import { bytes, createSoftHsm, scratchFolder, workerSource } from './soft-token.ts';

const folder = scratchFolder();
const soft = createSoftHsm(join(folder.path, 'officer'));
const open: OpenHsm = (address) => openHsm(address, forkWorker(workerSource, soft.env));
const address = { module: soft.module, label: 'officer' };
let file: TokenKeyFile;

beforeAll(async () => {
  const port = open(address);
  await port.initialise({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });
  await port.close();
  file = await newTokenKey(open, address, bytes(USER_PIN), systemRandom);
});
afterAll(() => folder.remove());

describe('an officer\'s key on a token', () => {
  it('signs by its PIN, which is wiped, and its signature verifies by OpenSSL', async () => {
    expect(decodeKeyFile(encodeKeyFile(file))).toEqual(file);
    const port = tokenKey(open, file);
    const pin = bytes(USER_PIN);
    const key = await port.open(pin);
    expect(pin.every((b) => b === 0)).toBe(true);
    const signature = await key.sign(bytes('message'));
    await key.close();
    await key.close();
    expect(verify('sha256', bytes('message'), createPublicKey({ key: Buffer.from(await port.publicKey()), format: 'der', type: 'spki' }), signature)).toBe(true);
  });

  it('cannot be taken out of the token', async () => {
    const port = open(address);
    await port.login(bytes(USER_PIN));
    const evidence = await port.find({ name: `officer-${file.id.slice(0, 8)}`, type: 'ec-p256', purpose: 'signing', id: file.id });
    await port.close();
    expect(evidence?.attributes).toMatchObject({ EXTRACTABLE: 'false', SENSITIVE: 'true', LOCAL: 'true' });
  });

  it('is refused with another PIN, without the key, and where the token has another key', async () => {
    expect(await refusalCode(tokenKey(open, file).open(bytes('9999')))).toMatch(/^hsm\.pin-(?:incorrect|low)$/);
    expect(await refusalCode(tokenKey(open, { ...file, id: '0'.repeat(32) }).open(bytes(USER_PIN)))).toBe('hsm.key-not-found');
    const other = await newTokenKey(open, address, bytes(USER_PIN), systemRandom);
    expect(await refusalCode(tokenKey(open, { ...file, id: other.id }).open(bytes(USER_PIN)))).toBe('officer-key.other-key');
    expect(await refusalCode(tokenKey(open, { ...file, label: 'nobody' }).open(bytes(USER_PIN)))).toMatch(/^hsm\./);
  });
});
