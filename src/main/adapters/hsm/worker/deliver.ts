/**
 * Delivers one key of a package under a target's public key, composed inside the device as CKM_RSA_AES_KEY_WRAP is (PKCS#11 v2.40 mechanisms, section 2.1.21):
 * the key under a fresh AES key, that under RSA-OAEP; or, for targets that want an AES key so, under RSA-OAEP alone. No key is ever readable here, and nothing
 * is left behind.
 */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Delivery, DeliveryRequest, WrappedKey } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { passingTemplate, sessionAes } from './key-specs.ts';
import { neededKeyWrap } from './key-wrap.ts';
import { oaepSeenToWrap, wrapByOaep, wrappingPublicKey } from './oaep.ts';
import { listObjects, sameObjects } from './objects.ts';
import { importQuorum, openKnownKey } from './quorum.ts';
import type { Scratch } from './scratch.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';
import { wrapAndReopen } from './wrap.ts';

/** `hsm.target-key-refused` for anything but an RSA key of 2048 to 4096 bits. */
function targetKey(spki: Uint8Array): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (error) {
    throw new RefusalError('hsm.target-key-refused', {}, { cause: error });
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048 || bits > 4096) throw new RefusalError('hsm.target-key-refused');
  return key;
}

/** The package's key as an object of this act alone, its check value compared. */
async function openKey(s: Session, scratch: Scratch, request: DeliveryRequest, wrapped: WrappedKey, mechanism: number): Promise<Buffer> {
  // SECURITY: not WRAP_WITH_TRUSTED, because the key that wraps it here is the user's own or the target's and can't be trusted (only the security officer
  // could make it so). The object is destroyed before the answer, and no other key of the session is asked to wrap meanwhile.
  return openKnownKey(s, scratch, await importQuorum(scratch, mechanism, request.quorum.shares), wrapped, passingTemplate(wrapped.type, false));
}

/** An AES key under RSA-OAEP. Only the target can open it: that the device wraps what it is told to was seen with throw-away keys. */
async function wrapDirectly(s: Session, scratch: Scratch, request: DeliveryRequest, wrapped: WrappedKey, target: KeyObject): Promise<Delivery> {
  const { number: mechanism } = await neededKeyWrap(s);
  const key = await openKey(s, scratch, request, wrapped, mechanism);
  return { check: wrapped.check, wrappedAesKey: null, wrappedKey: wrapByOaep(s, wrappingPublicKey(scratch, target), key, request.oaepHash) };
}

async function compose(s: Session, scratch: Scratch, request: DeliveryRequest, wrapped: WrappedKey, target: KeyObject): Promise<Delivery> {
  const { number: mechanism } = await neededKeyWrap(s);
  const aes = scratch.aes(sessionAes({ EXTRACTABLE: true, WRAP: true, UNWRAP: true }));
  const wrappedAesKey = wrapByOaep(s, wrappingPublicKey(scratch, target), aes, request.oaepHash);
  const key = await openKey(s, scratch, request, wrapped, mechanism);
  const wrappedKey = await wrapAndReopen(s, scratch, { key: aes, unwrap: aes, mechanism }, key, wrapped, wrapped.check);
  if (wrappedKey === null) throw new RefusalError('hsm.delivery-not-verified', { name: wrapped.name });
  return { check: wrapped.check, wrappedAesKey, wrappedKey };
}

/**
 * Needs the user logged in. The caller wipes the shares. `hsm.target-key-refused`, `hsm.key-not-in-package`, `hsm.key-not-wrapped-directly`, `hsm.oaep-refused` and `hsm.no-key-wrap`
 * before the package is opened; `hsm.shares-inconsistent`, `share.*`, `hsm.package-not-opened`, `hsm.package-key-differs`, `hsm.delivery-not-verified`.
 */
export async function deliverKey(s: Session, request: DeliveryRequest): Promise<Delivery> {
  const target = targetKey(request.targetSpki);
  const wrapped = request.quorum.keys.find((key) => key.id === request.keyId);
  if (wrapped === undefined) throw new RefusalError('hsm.key-not-in-package', { id: request.keyId });
  if (request.form === 'direct' && wrapped.type !== 'aes-256') throw new RefusalError('hsm.key-not-wrapped-directly', { name: wrapped.name });
  await neededKeyWrap(s);
  const before = listObjects(s);
  await oaepSeenToWrap(s, request.oaepHash);
  const delivery = await withScratch(s, (scratch) => (request.form === 'direct' ? wrapDirectly : compose)(s, scratch, request, wrapped, target));
  sameObjects(before, listObjects(s));
  return delivery;
}
