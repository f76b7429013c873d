/**
 * A use of a key that went through before its destruction, to be tried again through the same handle afterwards: a use that never worked would
 * show nothing by failing. What it makes is thrown away.
 */
import { randomBytes } from 'node:crypto';
import { toBase64, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { readBoolean, readNumber } from './attributes.ts';
import { CKA, CKK, CKM, CKO, template } from './constants.ts';
import { sessionAes } from './key-specs.ts';
import { keyWrapPad } from './key-wrap.ts';
import { oaep, oaepInSoftware } from './oaep.ts';
import { publicKeyOf, readSpki } from './public-key.ts';
import type { Scratch } from './scratch.ts';
import { attempt } from './scratch.ts';
import { signWith, typeOf } from './signing.ts';
import type { Session } from './state.ts';

/** Throws a CkrError where the device refuses. */
export type Use = () => void;

/** Domain-separated: it can be read as nothing else. */
const MESSAGE = utf8('keyrite destruction test v1: this signature shows that a key was there and says nothing else');

/** What an RSA private key opens: random bytes under the public half that it reports. */
function opening(s: Session, key: Buffer, open: (sealed: Buffer) => void): Use[] {
  const spki = readSpki(s, key, 'rsa-3072');
  if (spki === null) return [];
  const known = randomBytes(32);
  const sealed = oaepInSoftware(publicKeyOf(toBase64(spki)), known);
  wipe(known);
  return [() => open(sealed)];
}

async function secretUses(s: Session, scratch: Scratch, key: Buffer): Promise<Use[]> {
  const uses: Use[] = [];
  const mechanism = (await keyWrapPad(s))?.number;
  if (readBoolean(s, key, 'WRAP') === 'true' && mechanism !== undefined) {
    // Made now, so that no new object can come by the handle of the destroyed one.
    const target = scratch.aes(sessionAes({ EXTRACTABLE: true }));
    uses.push(() => void s.module.C_WrapKey(s.handle, { mechanism }, key, target, Buffer.alloc(128)));
  }
  if (readBoolean(s, key, 'ENCRYPT') === 'true') {
    uses.push(() => {
      s.module.C_EncryptInit(s.handle, { mechanism: CKM.AES_ECB }, key);
      s.module.C_Encrypt(s.handle, Buffer.alloc(16), Buffer.alloc(32));
    });
  }
  return uses;
}

function privateUses(s: Session, key: Buffer): Use[] {
  const may = (use: 'SIGN' | 'DECRYPT' | 'UNWRAP'): boolean => readBoolean(s, key, use) === 'true';
  const type = typeOf(s, key);
  if (may('SIGN')) return [() => void signWith(s, key, type, MESSAGE)];
  if (readNumber(s, key, 'KEY_TYPE') !== CKK.RSA) return [];
  if (may('DECRYPT')) {
    return opening(s, key, (sealed) => {
      s.module.C_DecryptInit(s.handle, oaep('sha1'), key);
      wipe(s.module.C_Decrypt(s.handle, sealed, Buffer.alloc(1024)));
    });
  }
  if (!may('UNWRAP')) return [];
  return opening(s, key, (sealed) => {
    const opened = s.module.C_UnwrapKey(s.handle, oaep('sha1'), key, sealed, template(sessionAes({ SIGN: true })));
    s.module.C_DestroyObject(s.handle, opened);
  });
}

/** The key's own use where it goes through now; else the reading of its class, which every object has. */
export async function lastUse(s: Session, scratch: Scratch, key: Buffer): Promise<Use> {
  const keyClass = readNumber(s, key, 'CLASS');
  const uses = keyClass === CKO.SECRET_KEY ? await secretUses(s, scratch, key) : keyClass === CKO.PRIVATE_KEY ? privateUses(s, key) : [];
  const read: Use = () => void s.module.C_GetAttributeValue(s.handle, key, [{ type: CKA.CLASS }]);
  return uses.find((use) => attempt(() => (use(), true)) !== null) ?? read;
}
