/** For tests: verified transcripts of every kind of ceremony, and the same with hostile text in every place where somebody, or a device, may have written it. */
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import { later, laterNames } from '../verifier/later-samples.ts';
import type { LaterName } from '../verifier/later-samples.ts';
import { memorySource } from '../verifier/memory-source.ts';
import { postQuantumSample, sampleBundle } from '../verifier/sample-bundle.ts';
import type { Mode } from '../verifier/sample-plan.ts';

export type SampleName = 'generate' | typeof TWO_KEYS | LaterName;

/** A first ceremony in which everybody signs with a second key, too. */
export const TWO_KEYS = 'generate, two keys each';
export const sampleNames: readonly SampleName[] = ['generate', TWO_KEYS, ...laterNames];
/** One of each kind that changes what views show. */
export const fewNames = ['generate', TWO_KEYS, 'rotate', 'destroy', 'revoke'] as const satisfies readonly SampleName[];

const known = new Map<string, Promise<VerifiedTranscript>>();

async function judge(files: ReadonlyMap<string, Uint8Array>): Promise<VerifiedTranscript> {
  const { report, verified } = await judgeBundle(memorySource(files));
  if (verified === null) throw new Error(report.findings.map((f) => `${f.rule} ${f.found}`).join('\n'));
  return verified;
}

function bundleOf(name: SampleName, mode: Mode): ReadonlyMap<string, Uint8Array> {
  if (name === 'generate') return sampleBundle({ mode });
  return name === TWO_KEYS ? sampleBundle({ of: postQuantumSample(mode) }) : later(name, mode).bundle;
}

/** The transcript of an unchanged sample; verified once. */
export function verifiedOf(name: SampleName, mode: Mode = 'production'): Promise<VerifiedTranscript> {
  const key = `${mode} ${name}`;
  const there = known.get(key) ?? judge(bundleOf(name, mode));
  known.set(key, there);
  return there;
}

/** Breaks out of quotes, lines, tags, tables, extensions and headers, and turns the order of what is read. */
export const HOSTILE = 'x"\'|=\\\r\n\u0000\u001b[31m\u009b\u202ereal\u2066\u200b\u2028<script>alert(1)</script>&amp;`|**b**](http://e)# {a}\u{e0041}\uD800';

/** Fields that hold what people or devices wrote. */
const free: ReadonlySet<string> = new Set(['title', 'organisation', 'name', 'manufacturer', 'model', 'label', 'serial', 'firmware', 'hardware', 'note', 'reason', 'how', 'what', 'remedy', 'application', 'found', 'bag', 'where', 'description', 'version', 'ciso', 'isso', 'keyManagementOfficer', 'keyAdministrator', 'number']);
/** Names that are ids: no record can hold another form there. */
const ids: ReadonlySet<string> = new Set(['keys', 'lifecycle', 'evidence', 'files', 'inherited', 'subject']);

function poison(value: unknown, field: string, parent: string): unknown {
  if (typeof value === 'string') return free.has(field) && !(field === 'name' && ids.has(parent)) && value !== '' ? HOSTILE : value;
  if (Array.isArray(value)) return value.map((one) => poison(one, field, field));
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, poison(part, name, field === '' ? parent : field)]));
}

/** `verified`, with hostile text wherever the format allows text. */
export function hostile(verified: VerifiedTranscript): VerifiedTranscript {
  const { predicate } = verified.statement;
  return {
    ...verified,
    statement: { ...verified.statement, predicate: poison(predicate, '', '') as typeof predicate },
    plan: poison(verified.plan, '', '') as typeof verified.plan,
    warnings: [{ rule: 'R-ENV-01', event: 2, found: HOSTILE, means: HOSTILE }],
    async *entries() {
      for await (const entry of verified.entries()) yield { ...entry, event: poison(entry.event, '', entry.event.type) as typeof entry.event };
    },
  };
}

export async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

/** What a view must never hold raw: controls but tab and line ends, marks of direction, and other invisible characters. */
export const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/;
