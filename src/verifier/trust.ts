/** trust.json: the keys that the reader of a bundle has pinned. Trust is an argument: it is never fetched, and never taken from the bundle. */
import { z } from 'zod';
import { fromBase64, fromUtf8 } from '../core/bytes/bytes.ts';
import { HSM_ROOT } from '../core/ceremony/state.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import { algorithms } from '../core/transcript/algorithms.ts';
import { readCertificate } from '../core/sidecars/der/certificate.ts';
import { firstProblem } from '../core/transcript/event-schema.ts';
import { limits } from '../core/transcript/limits.ts';
import { keysOfSigner, secondKeyOf } from '../core/transcript/signer-keys.ts';
import type { SignerKey } from '../core/transcript/signer-keys.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { Findings } from './findings.ts';

const pin = z.string().regex(/^[0-9a-f]{64}$/, 'use the SHA-256 of the DER SubjectPublicKeyInfo, 64 lower-case hexadecimal digits');
function isBase64(text: string): boolean {
  try {
    return fromBase64(text).length > 0;
  } catch {
    return false;
  }
}
function isCertificate(text: string): boolean {
  try {
    readCertificate(fromBase64(text));
    return true;
  } catch {
    return false;
  }
}
const unique = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;
/** Any key may stand here; one that no log signs with never fits a signature. */
const logKey = z.string().min(16).max(400).refine(isBase64, 'use the DER SubjectPublicKeyInfo in base64');
const root = z.string().max(16_384).refine(isCertificate, 'use an X.509 certificate, DER in base64');
const atLeast = z.strictObject({ threshold: z.number().int().min(1).max(100), keys: z.array(pin).min(1).max(100).refine(unique, 'a key is given twice') });

export const trustSchema = z
  .strictObject({
    keyriteTrust: z.literal(1),
    /** Where given: the one ceremony these pins are for. */
    ceremony: z.string().min(1).max(40).optional(),
    /** The root key must be one of these. */
    hsmRoot: z.array(pin).min(1).max(100).refine(unique, 'a key is given twice').optional(),
    /** At least `threshold` different ones of these must have signed as participants. */
    participants: atLeast.optional(),
    /** Every participant must have signed with ML-DSA-65, too; of `participants`, only pins of those keys count. */
    postQuantum: z.literal('required').optional(),
    /** At least `threshold` different ones of these must have accepted the record in a sign-off, and none refused it. */
    officers: atLeast.optional(),
    /** Certificates (DER in base64) to which the certificate of a timestamp must lead; one may be that certificate itself. */
    timestampRoots: z.array(root).min(1).max(20).refine(unique, 'a certificate is given twice').optional(),
    /** SubjectPublicKeyInfo (DER in base64) of the logs whose checkpoints are believed: Ed25519 or P-256. */
    logKeys: z.array(logKey).min(1).max(20).refine(unique, 'a key is given twice').optional(),
  })
  .refine((t) => t.hsmRoot !== undefined || t.participants !== undefined, 'give hsmRoot, participants, or both')
  // SECURITY: the root signs with ECDSA only, so with it alone nothing of what is demanded would rest on a pin.
  .refine((t) => t.postQuantum === undefined || t.participants !== undefined, 'postQuantum needs participants: pin their ML-DSA keys')
  .refine((t) => [t.participants, t.officers].every((of) => of === undefined || of.threshold <= of.keys.length), 'the threshold is larger than the number of keys');

export type Trust = z.infer<typeof trustSchema>;

/** JSON without the white space between its parts. */
function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[\t\n\r ]+/g, (_whole, quoted: string | undefined) => quoted ?? '');
}

/** The pins in the bytes of a trust file. Throws RefusalError `transcript.bad-trust`. */
export function parseTrust(bytes: Uint8Array): Trust {
  if (bytes.length > limits.trustBytes) throw new RefusalError('transcript.bad-trust', { where: `larger than ${limits.trustBytes} bytes` });
  let value: unknown;
  try {
    const text = fromUtf8(bytes);
    value = JSON.parse(text);
    // SECURITY: a name given twice would be read one way by this program and another way by people.
    if (JSON.stringify(value) !== compact(text)) throw new RefusalError('transcript.bad-trust', { where: 'a name is given twice, or text is spelled with needless escapes' });
  } catch (cause) {
    if (cause instanceof RefusalError) throw cause;
    throw new RefusalError('transcript.bad-trust', { where: 'not JSON in UTF-8' }, { cause });
  }
  const parsed = trustSchema.safeParse(value);
  if (!parsed.success) throw new RefusalError('transcript.bad-trust', { where: firstProblem(parsed.error) });
  return parsed.data;
}

/**
 * R-TRUST: ids of the signers that are pinned; every pin that is not met is a finding. `signed` are those whose signature is valid; `vouching` is the
 * digest of the root key that, destroyed in this ceremony, had signed the record in which every signer was registered, or null.
 */
export function judgeTrust(findings: Findings, trust: Trust, statement: CeremonyStatement, signed: ReadonlySet<string>, vouching: string | null): ReadonlySet<string> {
  const where = { file: bundleNames.statement };
  const { ceremony, signers } = statement.predicate;
  const pinned = new Set<string>();
  if (trust.ceremony !== undefined && trust.ceremony !== ceremony) findings.add('R-TRUST-03', where, `The bundle is of ceremony ${ceremony}, the pins are for ${trust.ceremony}.`);
  if (trust.hsmRoot !== undefined) {
    const root = signers.find((s) => s.id === HSM_ROOT && signed.has(s.id));
    if (root !== undefined && trust.hsmRoot.includes(root.keySha256)) pinned.add(root.id);
    else if (root === undefined && vouching !== null && trust.hsmRoot.includes(vouching)) pinned.add(HSM_ROOT);
    else findings.add('R-TRUST-01', where, root === undefined ? 'The root key did not sign.' : `The root key ${root.keySha256} is not pinned.`);
  }
  if (trust.postQuantum !== undefined) {
    const without = signers.filter((s) => s.id !== HSM_ROOT && !signed.has(secondKeyOf(s) ?? '')).map((s) => s.id);
    if (without.length > 0) findings.add('R-TRUST-08', where, `No valid ML-DSA signature is there of: ${without.join(', ')}.`);
  }
  if (trust.participants !== undefined) {
    const { keys, threshold } = trust.participants;
    // SECURITY: whoever can forge ECDSA has every ECDSA key; where post-quantum signatures are demanded, a pin of one is worth nothing.
    const counts = (key: SignerKey): boolean => signed.has(key.name) && keys.includes(key.keySha256) && (trust.postQuantum === undefined || algorithms[key.algorithm].kind === 'post-quantum');
    const people = signers.filter((s) => s.id !== HSM_ROOT && signed.has(s.id) && keysOfSigner(s).some(counts));
    for (const person of people) pinned.add(person.id);
    // SECURITY: people by their first keys are counted, not pins or signatures: who has two keys pinned counts once.
    const count = new Set(people.map((p) => p.keySha256)).size;
    if (count < threshold) findings.add('R-TRUST-02', where, `${count} pinned participants signed; ${threshold} are needed.`);
  }
  return pinned;
}
