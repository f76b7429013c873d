/** A redacted bundle (docs/formats/redacted.md): lines that are shown as they are, the others by their leaf hash. Decides what may stand for a withheld line; never what may be withheld. */
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { fromHex, toHex } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { partOf } from './bundle.ts';
import type { BundlePart } from './bundle.ts';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { firstProblem, parseEntry } from './event-schema.ts';
import { limits } from './limits.ts';
import { count, digest } from './schema-parts.ts';
import type { Entry } from './types.ts';

/** Files that only a redacted bundle has. No whole bundle has a file of these names, and no redacted one a transcript.jsonl: neither is ever taken for the other. */
export const redactedNames = { manifest: 'redaction.json', record: 'record.redacted.jsonl' } as const;

/** Most bytes of redaction.json. */
const MANIFEST_BYTES = 1024 * 1024;
const LEAF = Uint8Array.of(0);

const manifestSchema = z.strictObject({
  keyriteRedacted: z.literal(1),
  /** SHA-256 (hex) of the signed statement. */
  statement: digest,
  withheld: z.strictObject({ entries: count, files: z.array(z.string().min(1).max(255)).max(limits.files) }),
});

export type RedactionManifest = Readonly<{ keyriteRedacted: 1; statement: string; withheld: Readonly<{ entries: number; files: readonly string[] }> }>;

const withheldSchema = z.strictObject({ leaf: digest, withheld: count });

export type RedactedLine = { readonly kind: 'shown'; readonly entry: Entry } | { readonly kind: 'withheld'; readonly leaf: Uint8Array };

export function isRedactedName(name: string): boolean {
  return name === redactedNames.manifest || name === redactedNames.record;
}

/** The most bytes of a file of this name in a redacted bundle, or null where none has it. The transcript as a whole is always withheld; what came after the closing speaks of the statement, which is always there. */
export function redactedPartOf(name: string): { readonly part: BundlePart | 'manifest' | 'record'; readonly maxBytes: number } | null {
  if (name === redactedNames.manifest) return { part: 'manifest', maxBytes: MANIFEST_BYTES };
  if (name === redactedNames.record) return { part: 'record', maxBytes: limits.transcriptBytes };
  const part = partOf(name);
  return part?.part === 'transcript' ? null : part;
}

/** RFC 6962 section 2.1: SHA-256 of 00 and the line without its LF. */
export function leafHash(line: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(line).digest();
}

/** What stands for line `seq`, without a final LF. SECURITY: the salt in the line keeps its hash from being guessed; nothing else of the line is here, not even its length. */
export function withheldLine(seq: number, line: Uint8Array): Uint8Array {
  return canonicalBytes({ leaf: toHex(leafHash(line)), withheld: seq });
}

/**
 * A line of record.redacted.jsonl, as number `seq`. Throws RefusalError `transcript.bad-redaction`, `transcript.wrong-sequence`, and those of parseEntry.
 */
export function parseRedactedLine(line: Uint8Array, seq: number): RedactedLine {
  const value = parseCanonical(line);
  if (typeof value !== 'object' || value === null || !('withheld' in value)) return { kind: 'shown', entry: parseEntry(line, seq) };
  const parsed = withheldSchema.safeParse(value);
  if (!parsed.success) throw new RefusalError('transcript.bad-redaction', { where: firstProblem(parsed.error) });
  if (parsed.data.withheld !== seq) throw new RefusalError('transcript.wrong-sequence', { found: parsed.data.withheld, expected: seq });
  return { kind: 'withheld', leaf: fromHex(parsed.data.leaf) };
}

/** redaction.json: canonical, without a final LF. */
export function encodeManifest(manifest: RedactionManifest): Uint8Array {
  return canonicalBytes({ ...manifest, withheld: { ...manifest.withheld, files: [...manifest.withheld.files].sort() } });
}

/** Strict inverse; files in order, each once. Throws RefusalError `transcript.bad-redaction`, or one of parseCanonical. */
export function parseManifest(bytes: Uint8Array): RedactionManifest {
  const parsed = manifestSchema.safeParse(parseCanonical(bytes, { maxDepth: 4 }));
  if (!parsed.success) throw new RefusalError('transcript.bad-redaction', { where: firstProblem(parsed.error) });
  const { files } = parsed.data.withheld;
  if (files.some((name, i) => i > 0 && files[i - 1]! >= name)) throw new RefusalError('transcript.bad-redaction', { where: 'withheld.files: not in order, or one twice' });
  return parsed.data;
}
