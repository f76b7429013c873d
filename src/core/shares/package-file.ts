/**
 * The package: the wrapped keys with what is needed to know them again (docs/formats/package.md). Public: without a quorum it opens nothing.
 * It must never hold a share, a PIN or a digest of either.
 */
import { z } from 'zod';
import { keyPurposes, keyTypes } from '../plan/names.ts';
import type { WrappedKey } from '../ports/hsm.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { canonicalBytes, parseCanonical } from '../transcript/canonical-json.ts';
import { base64, ceremonyId, commitment, hexBytes, identifier, keyCheck, mode, setId } from '../transcript/schema-parts.ts';
import { isSplitSize } from './split.ts';
import type { Commitment } from './types.ts';

export interface BackupPackage {
  readonly v: 1;
  readonly ceremony: string;
  readonly mode: 'rehearsal' | 'production';
  readonly set: string;
  readonly threshold: number;
  readonly count: number;
  /** By which a share is known to be of this set and unchanged, also where the transcript is lost. */
  readonly commitments: readonly Commitment[];
  readonly keys: readonly WrappedKey[];
}

/** 16 keys of RSA-4096 take about 60 kB. */
export const MAX_PACKAGE_LENGTH = 256 * 1024;

const wrappedKey = z.strictObject({
  name: identifier,
  type: z.enum(keyTypes),
  purpose: z.enum(keyPurposes),
  id: hexBytes(16, 16),
  check: keyCheck,
  // RFC 5649 output: a multiple of 8 bytes, at least 16.
  wrapped: base64(8192).refine((text) => {
    const length = (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
    return length >= 16 && length % 8 === 0;
  }, 'not a wrapped key (RFC 5649)'),
});

const packageSchema = z
  .strictObject({
    v: z.literal(1),
    ceremony: ceremonyId,
    mode,
    set: setId,
    threshold: z.number().int(),
    count: z.number().int(),
    commitments: z.array(commitment).max(32),
    keys: z.array(wrappedKey).min(1).max(16),
  })
  .refine(isSplitSize, 'threshold and count do not fit')
  .refine((file) => file.commitments.length === file.count && file.commitments.every((c, i) => c.index === i + 1), 'there is not one commitment a share')
  .refine((file) => new Set(file.keys.map((key) => key.name)).size === file.keys.length, 'a key is there twice')
  .refine((file) => new Set(file.keys.map((key) => key.id)).size === file.keys.length, 'an id is there twice');

/** Canonical JSON (RFC 8785; only ASCII, no line end) of `content`. Errors: `package.malformed` where it is not one. */
export function encodePackage(content: BackupPackage): Uint8Array {
  return canonicalBytes(checked(content));
}

/** The package in `bytes`. Errors: `package.too-large`, `package.malformed` (not canonical JSON, an unknown or missing field, anything out of range), `package.other-version`. */
export function decodePackage(bytes: Uint8Array): BackupPackage {
  if (bytes.length > MAX_PACKAGE_LENGTH) throw new RefusalError('package.too-large', { bytes: bytes.length, limit: MAX_PACKAGE_LENGTH });
  let value: unknown;
  try {
    value = parseCanonical(bytes);
  } catch (cause) {
    throw new RefusalError('package.malformed', undefined, { cause });
  }
  const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
  if (typeof version === 'number' && version !== 1) throw new RefusalError('package.other-version', { version });
  return checked(value);
}

function checked(value: unknown): BackupPackage {
  const parsed = packageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RefusalError('package.malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
}
