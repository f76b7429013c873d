/** For tests: the recorded samples of public timestamp authorities and transparency logs, with what is known of them. */
import { readFileSync } from 'node:fs';

interface Entry {
  readonly logIndex: string;
  readonly canonicalizedBody: string;
  readonly inclusionProof: { readonly logIndex: string; readonly treeSize: string; readonly hashes: readonly string[]; readonly checkpoint: { readonly envelope: string } };
}

interface OfSigstore {
  readonly signature: string;
  readonly payload: string;
  readonly timestamp: string;
  readonly authority: readonly [string, string];
  readonly tlogEntry: Entry;
  readonly logKeys: readonly string[];
}

interface OfMicrosoft {
  readonly stamped: string;
  readonly timestamp: string;
  readonly authority: readonly [string, string];
}

export interface RecordedStamp {
  readonly name: string;
  /** What was stamped, the token or response, and the certificates of the signer and of who issued it: base64. */
  readonly stamped: string;
  readonly timestamp: string;
  readonly authority: readonly [leaf: string, issuer: string];
  readonly time: string;
  readonly subject: string;
  readonly holdsCertificate: boolean;
  /** Where the signature ends, in bytes: what follows is not signed. */
  readonly signatureEnds: number;
}

export interface RecordedLog {
  readonly name: string;
  readonly payload: string;
  readonly logKeys: readonly string[];
  readonly tlogEntry: Entry;
  readonly origin: string;
  readonly time: string | null;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../vectors/${name}/recorded.json`, import.meta.url), 'utf8'));
const staging = read('sigstore-staging-2025') as OfSigstore;
const open = read('sigstore-public-2026') as OfSigstore;
const microsoft = read('microsoft-timestamp-2025') as OfMicrosoft;
const sizeOf = (base64: string): number => Buffer.from(base64, 'base64').length;

export const recordedStamps: readonly RecordedStamp[] = [
  { name: 'timestamp.sigstage.dev', stamped: staging.signature, timestamp: staging.timestamp, authority: staging.authority, time: '2025-07-25T19:53:04.000Z', subject: 'sigstore.dev, sigstore-tsa', holdsCertificate: false, signatureEnds: sizeOf(staging.timestamp) },
  { name: 'timestamp.sigstore.dev', stamped: open.signature, timestamp: open.timestamp, authority: open.authority, time: '2026-05-13T19:47:33.000Z', subject: 'sigstore.dev, sigstore-tsa', holdsCertificate: false, signatureEnds: sizeOf(open.timestamp) },
  {
    name: 'Microsoft', stamped: microsoft.stamped, timestamp: microsoft.timestamp, authority: microsoft.authority, time: '2025-10-09T02:14:00.845Z',
    subject: 'US, Washington, Redmond, Microsoft Corporation, Microsoft America Operations, nShield TSS ESN:A400-05E0-D947, Microsoft Time-Stamp Service', holdsCertificate: true, signatureEnds: sizeOf(microsoft.timestamp),
  },
];

export const recordedLogs: readonly RecordedLog[] = [
  { name: 'Rekor v2, staging', payload: staging.payload, logKeys: staging.logKeys, tlogEntry: staging.tlogEntry, origin: 'log2025-alpha1.rekor.sigstage.dev', time: null },
  { name: 'Rekor v1, rekor.sigstore.dev', payload: open.payload, logKeys: open.logKeys, tlogEntry: open.tlogEntry, origin: 'rekor.sigstore.dev - 1193050959916656506', time: '2026-05-13T19:47:33.000Z' },
];
