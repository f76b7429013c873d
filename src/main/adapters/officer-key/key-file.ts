/** The file of an officer's key (docs/formats/sidecars.md, "The file of an officer's key"): a key sealed under a code, or where on a token it is. Holds no secret that is open. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { canonicalBytes, parseCanonical } from '../../../core/transcript/canonical-json.ts';
import { firstProblem } from '../../../core/transcript/event-schema.ts';
import { spkiToPoint } from '../../../core/transcript/signature.ts';

/** scrypt's N (RFC 7914) of a key in a file: 128 MiB a try, since whoever has the file can try for years. */
export const FILE_COST = 2 ** 17;
const MOST_BYTES = 16 * 1024;

const base64Of = (bytes: number): z.ZodString =>
  z.string().refine((text) => {
    try {
      return fromBase64(text).length === bytes;
    } catch {
      return false;
    }
  }, `not ${bytes} bytes in base64`);
const spki = base64Of(91);

const keyFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    keyriteOfficerKey: z.literal(1),
    kind: z.literal('sealed'),
    spki,
    // One cost only: a file must not choose how much memory and time its reader spends.
    kdf: z.strictObject({ name: z.literal('scrypt'), n: z.literal(FILE_COST), r: z.literal(8), p: z.literal(1), salt: base64Of(16) }),
    nonce: base64Of(12),
    box: base64Of(48),
  }),
  z.strictObject({
    keyriteOfficerKey: z.literal(1),
    kind: z.literal('token'),
    spki,
    module: z.string().min(1).max(4000),
    label: z.string().min(1).max(32),
    serial: z.string().max(16),
    id: z.string().regex(/^[0-9a-f]{32}$/),
  }),
]);

export type KeyFile = Readonly<z.infer<typeof keyFileSchema>>;
export type SealedKeyFile = Extract<KeyFile, { readonly kind: 'sealed' }>;
export type TokenKeyFile = Extract<KeyFile, { readonly kind: 'token' }>;

export const encodeKeyFile = (file: KeyFile): Uint8Array => canonicalBytes(file);

/** Throws RefusalError `officer-key.bad-file`. */
export function decodeKeyFile(bytes: Uint8Array): KeyFile {
  const bad = (where: string, cause?: unknown): RefusalError => new RefusalError('officer-key.bad-file', { where }, { cause });
  if (bytes.length > MOST_BYTES) throw bad('it is too large');
  let value: unknown;
  try {
    value = parseCanonical(bytes, { maxDepth: 3 });
  } catch (cause) {
    throw bad('it is not canonical JSON', cause);
  }
  const parsed = keyFileSchema.safeParse(value);
  if (!parsed.success) throw bad(firstProblem(parsed.error));
  try {
    spkiToPoint(fromBase64(parsed.data.spki));
  } catch (cause) {
    throw bad('its public key is not one of P-256', cause);
  }
  return parsed.data;
}

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error');

/** Throws RefusalError `officer-key.unreadable`, `officer-key.bad-file`. */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const refuse = (cause: unknown): never => {
    throw new RefusalError('officer-key.unreadable', { reason: reasonOf(cause) }, { cause });
  };
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(refuse);
  try {
    const info = await file.stat();
    if (!info.isFile() || info.size > MOST_BYTES) throw new RefusalError('officer-key.bad-file', { where: 'it is no small file' });
    return decodeKeyFile(new Uint8Array(await file.readFile().catch(refuse)));
  } finally {
    await file.close();
  }
}

/** Writes a new file that only its owner reads; an existing one is never overwritten. Throws RefusalError `officer-key.not-written`. */
export async function writeKeyFile(path: string, key: KeyFile): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(encodeKeyFile(key));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new RefusalError('officer-key.not-written', { reason: reasonOf(cause) }, { cause });
  }
}

/** The parts of a sealed key as a file has them. */
export function sealedFile(publicKey: Uint8Array, sealed: { readonly salt: Uint8Array; readonly nonce: Uint8Array; readonly box: Uint8Array }): SealedKeyFile {
  return { keyriteOfficerKey: 1, kind: 'sealed', spki: toBase64(publicKey), kdf: { name: 'scrypt', n: FILE_COST, r: 8, p: 1, salt: toBase64(sealed.salt) }, nonce: toBase64(sealed.nonce), box: toBase64(sealed.box) };
}
