/** What a bundle is made of: the names of its files, how large each may be, and the digests the statement lists. Reads and writes no file itself. */
import { sha256Hex } from '../bytes/digest.ts';
import { utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { sidecarForms } from '../sidecars/names.ts';
import type { SidecarPart } from '../sidecars/names.ts';
import { limits } from './limits.ts';
import { spkiToPem } from './signature.ts';
import type { StatementSubject } from './statement.ts';

/** Files of fixed name, beside keys/<signer>.pem of each signer. */
export const bundleNames = {
  transcript: 'transcript.jsonl',
  statement: 'statement.dsse.json',
  package: 'package.keyrite.json',
  plan: 'plan.yaml',
} as const;

export type BundlePart = keyof typeof bundleNames | 'key' | 'document' | 'inheritedStatement' | 'inheritedPackage' | 'delivery' | SidecarPart;

export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const sizes: Readonly<Record<BundlePart, number>> = {
  transcript: limits.transcriptBytes,
  statement: limits.envelopeBytes,
  package: limits.packageBytes,
  plan: limits.planBytes,
  key: limits.keyBytes,
  document: limits.documentBytes,
  inheritedStatement: limits.envelopeBytes,
  inheritedPackage: limits.packageBytes,
  delivery: limits.documentBytes,
  signOff: sidecarForms.signOff.maxBytes,
  timestamp: sidecarForms.timestamp.maxBytes,
  logEntry: sidecarForms.logEntry.maxBytes,
};

/** "keys/<name>.pem": a public key of a signer, by its name (signer-keys.ts): the signer's id, or that and the algorithm of their second key. */
export function keyFile(signer: string): string {
  return `keys/${signer}.pem`;
}

/** "documents/<name>": a document that belongs to the ceremony. */
export function documentFile(name: string): string {
  return `documents/${name}`;
}

/** The page that verifies a bundle, as it comes with one. */
export const VERIFY_PAGE = documentFile('verify.html');

/** The signed statement of the ceremony before. */
export const INHERITED_STATEMENT = 'inherited/statement.dsse.json';

/** "inherited/<SET>.json": the package of a share set of an earlier ceremony that is in force. */
export function inheritedPackageFile(set: string): string {
  return `inherited/${set}.json`;
}

/** "delivery/<name>": a file for the target of a transfer. */
export function deliveryFile(name: string): string {
  return `delivery/${name}`;
}

/** Names by their form; each pattern fits a whole name. */
const patterns: readonly (readonly [BundlePart, RegExp])[] = [
  ['key', /^keys\/[a-z0-9][a-z0-9-]{0,31}(?:\.ml-dsa-65)?\.pem$/],
  ['document', /^documents\/[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9])){0,99}$/],
  ['inheritedStatement', /^inherited\/statement\.dsse\.json$/],
  ['inheritedPackage', /^inherited\/[0-9A-HJKMNP-TV-Z]{8}\.json$/],
  ['delivery', /^delivery\/[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9])){0,99}$/],
  ['signOff', sidecarForms.signOff.pattern],
  ['timestamp', sidecarForms.timestamp.pattern],
  ['logEntry', sidecarForms.logEntry.pattern],
];

/**
 * What the file of this name is and the most bytes it may have, or null where no bundle has a file of this name. Names are matched whole,
 * so nothing absolute, nothing with "..", a backslash, a drive letter or a control character ever is one.
 */
export function partOf(name: string): { readonly part: BundlePart; readonly maxBytes: number } | null {
  const fixed = Object.entries(bundleNames).find(([, n]) => n === name)?.[0] as keyof typeof bundleNames | undefined;
  const part = fixed ?? patterns.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
  return part === null ? null : { part, maxBytes: sizes[part] };
}

/**
 * Every file of a bundle but the transcript (which streams) and the statement (which names the others), in the order of their names.
 * `keys` are DER SubjectPublicKeyInfo by signer. Throws RefusalError `transcript.bad-name` (also for a name given twice), `transcript.too-large`.
 */
export function bundleFiles(parts: {
  readonly keys: readonly { readonly signer: string; readonly spki: Uint8Array }[];
  /** Null where the ceremony made no share set. */
  readonly package: Uint8Array | null;
  readonly plan: Uint8Array;
  readonly documents: readonly BundleFile[];
  /** What the ceremony began with, and what it delivered; under their full names. */
  readonly others?: readonly BundleFile[];
}): readonly BundleFile[] {
  const files: readonly BundleFile[] = [
    ...parts.keys.map((k) => ({ name: keyFile(k.signer), bytes: utf8(spkiToPem(k.spki)) })),
    ...(parts.package === null ? [] : [{ name: bundleNames.package, bytes: parts.package }]),
    { name: bundleNames.plan, bytes: parts.plan },
    ...parts.documents.map((d) => ({ name: documentFile(d.name), bytes: d.bytes })),
    ...(parts.others ?? []),
  ];
  const seen = new Set<string>();
  for (const { name, bytes } of files) {
    const part = partOf(name);
    // Case is folded so that the bundle survives file systems that do not tell A from a.
    if (part === null || seen.has(name.toLowerCase())) throw new RefusalError('transcript.bad-name', { name });
    if (bytes.length > part.maxBytes) throw new RefusalError('transcript.too-large', { what: name, limit: part.maxBytes });
    seen.add(name.toLowerCase());
  }
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The statement's subjects: `files` as bundleFiles gives them, and transcript.jsonl by the SHA-256 (hex) of all its bytes. */
export function subjectsOf(files: readonly BundleFile[], transcriptSha256: string): readonly StatementSubject[] {
  return [...files.map((f) => ({ name: f.name, sha256: sha256Hex(f.bytes) })), { name: bundleNames.transcript, sha256: transcriptSha256 }];
}
