/** What the token is seen to do, with session objects only; nothing is left behind, and nothing is taken from its mechanism list alone. */
import type { Capabilities } from '../../../../core/ports/hsm.ts';
import { keyTypes } from '../../../../core/plan/names.ts';
import type { KeyType } from '../../../../core/plan/schema.ts';
import { hsmKeyTypes, isEc, isRsa } from '../../../../core/plan/tables/hsm-key-types.ts';
import { equalBytes, fromHex, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBytes } from './attributes.ts';
import { checkValue } from './check-value.ts';
import { CKM, CKO, template } from './constants.ts';
import type { Attributes } from './key-specs.ts';
import { checkTemplate, keyPairMechanism, sessionAes } from './key-specs.ts';
import { keyWrapPad } from './key-wrap.ts';
import { softwareCheck, testKek, testKey } from './known-answers.ts';
import { listObjects, sameObjects } from './objects.ts';
import { readSpki, spkiCheck } from './public-key.ts';
import type { Scratch } from './scratch.ts';
import { attempt, withScratch } from './scratch.ts';
import { sealHolds } from './seal.ts';
import { signWith, verifies } from './signing.ts';
import type { Session, WorkerState } from './state.ts';

const MESSAGE = utf8('keyrite probe v1: this signature says nothing');

interface Pair {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

function sessionPair(s: Session, scratch: Scratch, type: KeyType, modulusBits: number): Pair | null {
  const shape: Attributes = isEc(type) ? { EC_PARAMS: hsmKeyTypes[type].ecParams } : { MODULUS_BITS: modulusBits, PUBLIC_EXPONENT: fromHex('010001') };
  return attempt(() => {
    const pair = s.module.C_GenerateKeyPair(s.handle, { mechanism: keyPairMechanism(type) },
      template({ TOKEN: false, PRIVATE: false, VERIFY: true, ...shape }),
      template({ TOKEN: false, PRIVATE: true, SENSITIVE: true, EXTRACTABLE: true, SIGN: true }));
    scratch.keep(pair.privateKey);
    scratch.keep(pair.publicKey);
    return pair;
  });
}

function signs(s: Session, pair: Pair, key: Buffer, type: KeyType): boolean {
  const spki = readSpki(s, pair.publicKey, type);
  const signature = attempt(() => signWith(s, key, type, MESSAGE));
  return spki !== null && signature !== null && verifies(type, spkiCheck(spki).spki, MESSAGE, signature);
}

/**
 * RSA is tried at 2048 bits, and its size taken from C_GetMechanismInfo: finding the primes of RSA-4096 takes a real device minutes, and a
 * preflight that makes people wait minutes for a key nobody keeps is skipped by them.
 */
function rsaSizes(s: Session): (bits: number) => boolean {
  const info = attempt(() => s.module.C_GetMechanismInfo(s.slot, CKM.RSA_PKCS_KEY_PAIR_GEN));
  return (bits) => info !== null && info.minKeySize <= bits && bits <= info.maxKeySize;
}

interface Pairs {
  readonly types: readonly KeyType[];
  readonly ecdsa: boolean;
  readonly unwraps: boolean;
}

async function tryPairs(s: Session, wrap: number | null): Promise<Pairs> {
  const types: KeyType[] = [];
  let ecdsa = false;
  const unwrapped: boolean[] = [];
  for (const type of ['ec-p384', 'ec-p256', 'rsa-3072'] as const) {
    await withScratch(s, (scratch) => {
      const pair = sessionPair(s, scratch, type, 2048);
      if (pair === null || !signs(s, pair, pair.privateKey, type)) return;
      if (isEc(type)) {
        types.push(type);
        ecdsa = true;
      } else {
        const fits = rsaSizes(s);
        types.push(...keyTypes.filter((size) => isRsa(size) && fits(hsmKeyTypes[size].bits)));
      }
      const back = wrap === null ? null : wrapAndUnwrap(s, scratch, wrap, pair.privateKey, type);
      unwrapped.push(back !== null && signs(s, pair, back, type));
    });
  }
  return { types, ecdsa, unwraps: unwrapped.length > 0 && unwrapped.every(Boolean) };
}

function wrapAndUnwrap(s: Session, scratch: Scratch, mechanism: number, key: Buffer, type: KeyType): Buffer | null {
  return attempt(() => {
    const by = scratch.aes(sessionAes({ WRAP: true, UNWRAP: true }));
    const wrapped = s.module.C_WrapKey(s.handle, { mechanism }, by, key, Buffer.alloc(4096));
    return scratch.unwrap(mechanism, by, wrapped, checkTemplate(type));
  });
}

/** Check values must come out right both ways Keyrite needs: from a session object that may sign, and from a key that may only wrap. */
async function cmacWorks(s: Session): Promise<boolean> {
  const valueOf = (scratch: Scratch, value: Uint8Array, uses: Attributes): Promise<string> => checkValue(s, scratch.create({ ...sessionAes(uses), VALUE: value }));
  try {
    return await withScratch(s, async (scratch) => {
      const signing = await valueOf(scratch, testKey, { SIGN: true });
      const wrapping = await valueOf(scratch, testKek, { WRAP: true, UNWRAP: true });
      return signing === softwareCheck(testKey) && wrapping === softwareCheck(testKek);
    });
  } catch (error) {
    if (error instanceof RefusalError && error.code === 'hsm.check-unavailable') return false;
    throw error;
  }
}

async function dataObjectsWork(s: Session): Promise<boolean> {
  return withScratch(s, (scratch) => {
    const value = utf8('keyrite probe');
    const object = attempt(() => scratch.create({ CLASS: CKO.DATA, TOKEN: false, PRIVATE: true, LABEL: 'keyrite probe', VALUE: value }));
    const back = object === null ? null : attempt(() => readBytes(s, object, 'VALUE'));
    return back !== null && equalBytes(back, value);
  });
}

function randomWorks(s: Session): boolean {
  const [a, b] = [Buffer.alloc(32), Buffer.alloc(32)];
  const answered = attempt(() => [s.module.C_GenerateRandom(s.handle, a), s.module.C_GenerateRandom(s.handle, b)]) !== null;
  const differ = answered && !equalBytes(a, b) && [a, b].every((bytes) => bytes.some((byte) => byte !== 0));
  wipe(a, b);
  return differ;
}

async function aesWorks(s: Session): Promise<boolean> {
  return withScratch(s, (scratch) => attempt(() => scratch.aes(sessionAes({ WRAP: true }))) !== null);
}

async function sealed(s: Session, wrap: number | null): Promise<Capabilities['wrapNonExtractable']> {
  // Without a wrapping mechanism nothing can be wrapped; keyWrapPad says so, and the plan is refused by that.
  if (wrap === null) return 'refused';
  return (await sealHolds(s)) ? 'refused' : 'allowed';
}

/** Needs the user logged in. `hsm.objects-left` where the module did not destroy what was made to try it. */
export async function probeToken(state: WorkerState, s: Session): Promise<Capabilities> {
  const before = listObjects(s);
  const wrap = await keyWrapPad(s);
  const number = wrap?.number ?? null;
  const pairs = await tryPairs(s, number);
  const answer: Capabilities = {
    keyTypes: [...pairs.types, ...((await aesWorks(s)) ? (['aes-256'] as const) : [])],
    keyWrapPad: wrap?.name ?? null,
    unwrapsPrivateKeys: pairs.unwraps,
    ecdsa: pairs.ecdsa,
    cmac: await cmacWorks(s),
    dataObjects: await dataObjectsWork(s),
    random: randomWorks(s),
    trustedWrapping: state.trustedWrapping,
    wrapNonExtractable: await sealed(s, number),
  };
  sameObjects(before, listObjects(s));
  return answer;
}
