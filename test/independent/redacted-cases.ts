/** For tests: redacted bundles, as they are made and as the verifier's own tests break them. */
import { fromUtf8 } from '../../src/core/bytes/bytes.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import { namesParticipant, redactedFiles } from '../../src/verifier/redact.ts';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from '../verifier/later-samples.ts';
import { memorySource } from '../verifier/memory-source.ts';
import { redactionBreaks } from '../verifier/redaction-breaks.ts';
import type { Trust } from '../../src/verifier/trust.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { logTrust, stampPins, withLog, withStamp } from '../verifier/sidecars/proof-breaks.ts';
import { logPins } from '../verifier/sidecars/sample-logs.ts';
import { accepting, refusing, signedOff } from '../verifier/sidecars/sample-sign-offs.ts';
import { authority } from '../verifier/sidecars/sample-timestamps.ts';
import { sidecarBreaks } from '../verifier/sidecars/sidecar-breaks.ts';
import { officerPins, pinned } from '../verifier/sidecars/sidecar-trust-breaks.ts';
import type { Case, Files } from './cases.ts';

async function redacted(bundle: Files, withholds: (entry: Entry) => boolean, withheld: readonly string[] = []): Promise<Map<string, Uint8Array>> {
  const { verified } = await judgeBundle(memorySource(bundle));
  if (verified === null) throw new Error('the bundle is not valid');
  const out = new Map<string, Uint8Array>();
  for await (const { name, chunks } of redactedFiles(memorySource(bundle), verified, { withholds, files: withheld, shown: [] })) {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk.slice());
    out.set(name, Uint8Array.from(Buffer.concat(parts)));
  }
  return out;
}

const some = (...seqs: readonly number[]) => ({ seq }: Entry): boolean => seqs.includes(seq);

export const redactedCases: readonly Case[] = [
  { name: 'redacted: some entries', files: () => redacted(sampleBundle(), some(3, 4, 5, 20)) },
  { name: 'redacted: the last entry', files: () => redacted(sampleBundle(), some(64)) },
  { name: 'redacted: one person, plan and package', files: () => redacted(sampleBundle(), ({ event }) => namesParticipant(event, 'ann'), ['plan.yaml', 'package.keyrite.json']) },
  { name: 'redacted: a document alone', files: () => redacted(sampleBundle(), () => false, ['documents/room.txt']) },
  ...(['restore', 'rotate of the root', 'transfer', 'check'] as const).map((name): Case => ({ name: `redacted: ${name}`, files: () => redacted(later(name).bundle, ({ seq }) => seq % 3 === 1) })),
];

/** The sidecars of a whole bundle beside the redacted one. */
const beside = (name: string, files: () => Files, trust?: Trust): Case => ({
  name: `redacted, with sidecars: ${name}`,
  files: async () => new Map([...(await redacted(sampleBundle(), ({ seq }) => seq % 4 === 1)), ...[...files()].filter(([file]) => file.startsWith('sidecars/'))]),
  ...(trust === undefined ? {} : { trust }),
});

export const redactedSidecars: readonly Case[] = [
  beside('an acceptance', () => signedOff(accepting)),
  beside('a refusal', () => signedOff(refusing)),
  beside('a timestamp', () => withStamp((p) => authority().stamp(p)), stampPins(authority().root)),
  beside('a log entry', () => withLog(), logTrust(logPins.v1)),
  beside('a pinned officer', () => signedOff(accepting), pinned(1, officerPins.olga)),
];

const brokenBeside: readonly Case[] = [
  beside('none of a pinned officer', () => signedOff(), pinned(1, officerPins.olga)),
  beside('another root', () => withStamp((p) => authority().stamp(p)), stampPins(authority().stranger)),
  ...sidecarBreaks.map(({ rule, what, files }) => beside(`${rule}: ${what}`, files)),
];

export const brokenRedactedCases: readonly Case[] = [...brokenBeside, ...redactionBreaks.map(({ rule, what, seqs, change }) => ({
  name: `redacted, ${rule}: ${what}`,
  files: async () => {
    const whole = sampleBundle();
    const made = await redacted(whole, some(...seqs));
    change(made, fromUtf8(whole.get('transcript.jsonl')!).trimEnd().split('\n'));
    return made;
  },
}))];
