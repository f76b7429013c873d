/** Generates one key, reads it back, and sees it work. A key that is not as asked is destroyed before anybody can use it. */
import type { GenerateRequest, KeyEvidence } from '../../../../core/ports/hsm.ts';
import { fromHex } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { checkAsAsked } from './as-asked.ts';
import { CKM, template } from './constants.ts';
import { readEvidence } from './evidence.ts';
import { keySeenToWork } from './key-test.ts';
import { checkCombination, keyPairMechanism, privateKeyTemplate, publicKeyTemplate, secretKeyTemplate } from './key-specs.ts';
import { findObjects } from './objects.ts';
import { attempt } from './scratch.ts';
import type { Session } from './state.ts';

type Made = readonly [key: Buffer, publicKey?: Buffer];

function make(s: Session, request: GenerateRequest): Made {
  if (request.type === 'aes-256') return [s.module.C_GenerateKey(s.handle, { mechanism: CKM.AES_KEY_GEN }, template(secretKeyTemplate(request)))];
  const pair = s.module.C_GenerateKeyPair(s.handle, { mechanism: keyPairMechanism(request.type) }, template(publicKeyTemplate(request)), template(privateKeyTemplate(request)));
  return [pair.privateKey, pair.publicKey];
}

/** `hsm.key-combination`, `hsm.object-exists`, `hsm.key-not-as-asked`, `hsm.key-does-not-work`, and what the device answers. */
export async function generateKey(s: Session, request: GenerateRequest): Promise<KeyEvidence> {
  checkCombination(request.type, request.purpose);
  if (findObjects(s, { ID: fromHex(request.id) }).length > 0 || findObjects(s, { LABEL: request.name }).length > 0) {
    throw new RefusalError('hsm.object-exists', { name: request.name });
  }
  const made = make(s, request);
  try {
    const evidence = await readEvidence(s, request, made[0]);
    checkAsAsked(request, evidence);
    await keySeenToWork(s, request, made[0], evidence.check);
    return evidence;
  } catch (error) {
    for (const object of made) if (object !== undefined) attempt(() => s.module.C_DestroyObject(s.handle, object));
    throw error;
  }
}
