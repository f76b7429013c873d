/** The package for a PKCS#11 target, opened inside another token by the two calls that its README.txt names. */
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transferFiles } from '../../src/core/transfer/files.ts';
import { readBoolean, readText } from '../../src/main/adapters/hsm/worker/attributes.ts';
import { checkValue } from '../../src/main/adapters/hsm/worker/check-value.ts';
import { CKK, CKM, CKO, template } from '../../src/main/adapters/hsm/worker/constants.ts';
import { oaep } from '../../src/main/adapters/hsm/worker/oaep.ts';
import { findKey } from '../../src/main/adapters/hsm/worker/objects.ts';
import { withScratch } from '../../src/main/adapters/hsm/worker/scratch.ts';
import type { Session } from '../../src/main/adapters/hsm/worker/state.ts';
import { rawSession } from '../softhsm/raw-session.ts';
import { scratchFolder } from '../softhsm/soft-token.ts';
import { pkcs11 } from './sample-targets.ts';
import { aesKey, context, deliver, ecKey } from './software-delivery.ts';
import type { SoftKey } from './software-delivery.ts';

const folder = scratchFolder();
let s: Session;
beforeAll(async () => {
  s = await rawSession(folder.path);
});
afterAll(() => folder.remove());

const wrapping = generateKeyPairSync('rsa', { modulusLength: 3072 });

/** The target's private key, which a real target makes itself. */
function privateNumbers(): Record<string, Uint8Array> {
  const jwk = wrapping.privateKey.export({ format: 'jwk' }) as Record<string, string>;
  return Object.fromEntries(Object.entries(jwk).map(([name, value]) => [name, new Uint8Array(Buffer.from(value, 'base64url'))]));
}

/** Handle of the key that the two calls put into the token. */
async function receive(soft: SoftKey): Promise<Buffer> {
  const made = transferFiles(pkcs11, deliver(soft, wrapping.publicKey, 'sha1', 'two-step'), soft.key, context);
  const file = (name: string): Buffer => Buffer.from(made.find((one) => one.name === name)!.bytes);
  const { n, e, d, p, q, dp, dq, qi } = privateNumbers();
  return withScratch(s, (scratch) => {
    const key = scratch.keep(
      s.module.C_CreateObject(s.handle, [
        ...template({ CLASS: CKO.PRIVATE_KEY, KEY_TYPE: CKK.RSA, TOKEN: false, PRIVATE: true, UNWRAP: true, MODULUS: n!, PUBLIC_EXPONENT: e! }),
        // CKA_PRIVATE_EXPONENT to CKA_COEFFICIENT (PKCS#11 v2.40, section 2.1.3).
        ...[d, p, q, dp, dq, qi].map((value, at) => ({ type: 0x123 + at, value: Buffer.from(value!) })),
      ]),
    );
    const aes = scratch.keep(s.module.C_UnwrapKey(s.handle, oaep('sha1'), key, file('wrapped-aes-key.bin'), template({ CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK.AES, TOKEN: false, SENSITIVE: true, EXTRACTABLE: false, UNWRAP: true })));
    const kind = soft.key.type === 'aes-256' ? { CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK.AES } : { CLASS: CKO.PRIVATE_KEY, KEY_TYPE: CKK.EC };
    return s.module.C_UnwrapKey(s.handle, { mechanism: CKM.AES_KEY_WRAP_PAD }, aes, file('wrapped-key.bin'), template({ ...kind, TOKEN: true, PRIVATE: true, SENSITIVE: true, EXTRACTABLE: false, ID: Buffer.from(soft.key.id, 'hex'), LABEL: soft.key.name, SIGN: true }));
  });
}

describe('a PKCS#11 target', () => {
  it('receives an AES key, which has its check value there', async () => {
    const soft = aesKey();
    const handle = await receive(soft);
    expect(await checkValue(s, handle)).toBe(soft.key.check.value);
    expect([readBoolean(s, handle, 'EXTRACTABLE'), readBoolean(s, handle, 'SENSITIVE'), readText(s, handle, 'LABEL')]).toEqual(['false', 'true', soft.key.name]);
    expect(findKey(s, CKO.SECRET_KEY, soft.key.id)).toEqual(handle);
    s.module.C_DestroyObject(s.handle, handle);
  });

  it('receives a private key, which signs for its public key', async () => {
    const soft = ecKey();
    const handle = await receive(soft);
    const digest = createHash('sha384').update('challenge').digest();
    s.module.C_SignInit(s.handle, { mechanism: CKM.ECDSA }, handle);
    const signature = s.module.C_Sign(s.handle, digest, Buffer.alloc(96));
    if (soft.key.check.kind !== 'spki-sha256') throw new Error('no public key');
    const publicKey = createPublicKey({ key: Buffer.from(soft.key.check.spki, 'base64'), format: 'der', type: 'spki' });
    expect(verify('sha384', Buffer.from('challenge'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    s.module.C_DestroyObject(s.handle, handle);
  });
});
