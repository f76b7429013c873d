/** For tests: every bundle that the verifier's own tests build, valid and broken, each under a name. Builds only; it judges nothing. */
import { fromBase64, fromHex, fromUtf8, utf8 } from '../../src/core/bytes/bytes.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import type { Trust } from '../../src/verifier/trust.ts';
import { later, laterNames } from '../verifier/later-samples.ts';
import { lineageBreaks, wholeLineage } from '../verifier/lineage-breaks.ts';
import { breaks } from '../verifier/rule-breaks.ts';
import { firstSample, postQuantumSample, sampleBundle } from '../verifier/sample-bundle.ts';
import { planBytes } from '../verifier/sample-plan.ts';
import { logTrust, proofTrustBreaks, stampPins, withFile, withLog, withStamp } from '../verifier/sidecars/proof-breaks.ts';
import { recordedLogs, recordedStamps } from '../verifier/sidecars/recorded.ts';
import { logPins } from '../verifier/sidecars/sample-logs.ts';
import { accepting, omarAccepting, refusing, signedOff } from '../verifier/sidecars/sample-sign-offs.ts';
import { officerPins, pinned, sidecarTrustBreaks } from '../verifier/sidecars/sidecar-trust-breaks.ts';
import { authority } from '../verifier/sidecars/sample-timestamps.ts';
import { pins, trustBreaks } from '../verifier/trust-breaks.ts';
import { badZips, fullZips, goodZips, invalidZips, noZips } from '../verifier/zip-cases.ts';
import type { ZipCase } from '../verifier/zip-cases.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

export interface Case {
  readonly name: string;
  readonly files: () => Files | Promise<Files>;
  readonly trust?: Trust;
  /** Where the bundle comes as one ZIP file. */
  readonly zip?: (files: Files) => Uint8Array;
}

/** A name that no file system can hold leaves its folder; such a bundle exists in memory only. */
export function canBeWritten(files: Files): boolean {
  return [...files.keys()].every((name) => !name.split('/').includes('..'));
}

/** Made once: signing is what takes long. */
function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

const first = once(() => sampleBundle());
const lineage = once(wholeLineage);

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= 1 << (at % 8);
  return copy;
}

/** A changed byte at `many` places of a file, at the same distance. */
function flips(bundle: string, whole: () => Files, name: string, many: number): readonly Case[] {
  return Array.from({ length: many }, (_, i): Case => ({
    name: `${bundle}, ${name} changed, ${i + 1} of ${many}`,
    files: () => {
      const files = whole();
      const bytes = files.get(name)!;
      return new Map([...files, [name, flipped(bytes, Math.floor(((i + 0.5) * bytes.length) / many))]]);
    },
  }));
}

const lines = (): readonly string[] => fromUtf8(first().get(bundleNames.transcript)!).trimEnd().split('\n');
const record = (changed: (all: readonly string[]) => readonly string[]) => (): Files => new Map([...first(), [bundleNames.transcript, utf8(`${changed(lines()).join('\n')}\n`)]]);
const unreadable = ['participant.registered', 'hsm.prepared', 'key.generated', 'backup.made', 'share.read', 'proof.passed'].map((type): Case => ({
  name: `a line that is no entry: ${type}`,
  files: record((all) => all.map((line) => (line.includes(`"type":"${type}"`) ? line.replace('"type":"', '"type":"x') : line))),
}));

const changedFiles = (): readonly Case[] => [
  ...flips('the first', first, bundleNames.transcript, 24),
  ...flips('the first', first, bundleNames.statement, 24),
  ...flips('the first', first, bundleNames.plan, 8),
  ...flips('the first', first, bundleNames.package, 8),
  ...flips('the first', first, 'keys/ann.pem', 6),
  ...flips('a transfer', () => later('transfer').bundle, 'inherited/statement.dsse.json', 8),
  ...flips('a transfer', () => later('transfer').bundle, 'inherited/QX7R04M2.json', 6),
  ...flips('a transfer', () => later('transfer').bundle, 'delivery/README.txt', 2),
];

/** The same plan in other YAML: text over several lines, in every form that there is. */
const writtenOtherwise: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'plain text over two lines': [['title: Sample keys', 'title: Sample\n  keys']],
  'plain text below its name': [['title: Sample keys', 'title:\n  Sample\n  keys # so'], ['organisation: Example Health System', 'organisation: # here\n  Example\n   Health\n    System']],
  'quoted text over two lines': [['title: Sample keys', 'title: "Sample\n  keys"'], ['organisation: Example Health System', 'organisation: \'Example\n  Health System\'']],
  'a line that goes on': [['title: Sample keys', 'title: "Sample \\\n  keys"']],
  'folded text': [['title: Sample keys', 'title: >-\n  Sample\n  keys'], ['organisation: Example Health System', 'organisation: >-\n    Example Health\n    System\n']],
  'text as it stands': [['title: Sample keys', 'title: |-\n  Sample keys'], ['organisation: Example Health System', 'organisation: |2- # so\n  Example Health System']],
  'a line end at the end of text': [['title: Sample keys', 'title: |\n  Sample keys']],
  'text in a list': [['securityOfficer: [sam, ada]', 'securityOfficer:\n  - >-\n    sam\n  - ada'], ['name: Ann One,', 'name: Ann\n     One,']],
  'lists and maps over lines': [['[security-officer]', '[\n    security-officer\n    ]'], ['{ standard: FIPS 140-3, number: \'4703\', level: 3 }\nspare', '{\n    standard: FIPS\n      140-3,\n    number: "4703", # of 2026\n    level: 3,\n  }\nspare']],
};
/** Plans that are none, or say something that cannot be seen. */
const writtenWrongly: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'two lines of text': [['title: Sample keys', 'title: |-\n  Sample\n  keys']],
  'a paragraph': [['title: Sample keys', 'title: >-\n  Sample\n\n  keys']],
  'a blank line in plain text': [['title: Sample keys', 'title: Sample\n\n  keys']],
  'a line end at the end of an id': [['id: SAMPLE-2-OF-3', 'id: |\n  SAMPLE-2-OF-3']],
  'a field within plain text': [['title: Sample keys', 'title: Sample\n  keys: 1']],
  'text that is indented less than it began': [['title: Sample keys', 'title: >-\n    Sample\n   keys']],
  'a comment within plain text': [['title: Sample keys', 'title: Sample # so\n  keys']],
  'quoted text that does not end': [['title: Sample keys', 'title: "Sample keys']],
  'quoted text indented too little': [['title: Sample keys', 'title: "Sample\nkeys"']],
  'an anchor': [['title: Sample keys', 'title: &a Sample keys']],
  'a tag': [['title: Sample keys', 'title: !!str Sample keys']],
};

function withPlan(changes: readonly (readonly [string, string])[]): Files {
  const bytes = utf8(changes.reduce((text, [from, to]) => text.replace(from, to), fromUtf8(planBytes('production'))));
  const planSha256 = sha256Hex(bytes);
  const sample = firstSample('production');
  const events = sample.events.map((event) => (event.type === 'ceremony.opened' ? { ...event, planSha256 } : event.type === 'plan.reviewed' ? { ...event, words: fingerprintWords(fromHex(planSha256)) } : event));
  return sampleBundle({ of: { ...sample, planBytes: bytes, events } });
}

const plans = (all: Readonly<Record<string, readonly (readonly [string, string])[]>>): readonly Case[] => Object.entries(all).map(([what, changes]) => ({ name: `a plan with ${what}`, files: () => withPlan(changes) }));
const zips = (all: readonly ZipCase[]): readonly Case[] => all.map(({ what, zip }) => ({ name: `a ZIP file: ${what}`, files: first, zip }));

/** A recorded timestamp or log entry beside the sample: not of this statement, and all else that can be judged of it is good. */
const recordedBeside: readonly Case[] = [
  ...recordedStamps.flatMap((r): readonly Case[] => {
    const files = (): Files => withStamp(() => fromBase64(r.timestamp));
    return [{ name: `a recorded timestamp of ${r.name}, not pinned`, files }, { name: `a recorded timestamp of ${r.name}, pinned`, files, trust: { keyriteTrust: 1, hsmRoot: [pins.root], timestampRoots: [...r.authority] } }];
  }),
  ...recordedLogs.map((r): Case => ({ name: `a recorded entry of ${r.name}`, files: () => withFile('logEntry', () => utf8(JSON.stringify({ tlogEntries: [r.tlogEntry] }))), trust: logTrust(...r.logKeys) })),
];

export const wholeCases: readonly Case[] = [
  ...(['production', 'rehearsal'] as const).map((mode): Case => ({ name: `the first, ${mode}`, files: () => sampleBundle({ mode }) })),
  ...laterNames.flatMap((name) => (['production', 'rehearsal'] as const).map((mode): Case => ({ name: `${name}, ${mode}`, files: () => later(name, mode).bundle }))),
  ...['generated', 'rotated', 'checked', 'reshared', 'restored', 'destroyed'].map((name): Case => ({ name: `of a whole lineage: ${name}`, files: () => lineage()[name]! })),
  { name: 'second keys', files: () => sampleBundle({ of: postQuantumSample('production') }) },
  ...plans(writtenOtherwise),
  ...zips(goodZips),
  { name: 'a timestamp, not pinned', files: () => withStamp((p) => authority().stamp(p)) },
  { name: 'pins that are met: a timestamp', files: () => withStamp((p) => authority().stamp(p)), trust: stampPins(authority().root) },
  { name: 'pins that are met: a timestamp by RSA over SHA-512', files: () => withStamp((p) => authority().stamp(p, { by: authority().rsaLeaf, hash: 'sha512' })), trust: stampPins(authority().root) },
  { name: 'pins that are met: a token without its certificate, which is pinned', files: () => withStamp((p) => authority().stamp(p, { certificate: false })), trust: stampPins(authority().leaf) },
  { name: 'a log entry, not pinned', files: () => withLog() },
  ...(['dsse', 'hashedrekord'] as const).flatMap((kind) => ([['0.0.1', 'v1'], ['0.0.2', 'v2']] as const).map(([version, log]): Case => ({ name: `pins that are met: a log entry, ${kind} ${version}`, files: () => withLog({ kind, version }), trust: logTrust(logPins[log]) }))),
  { name: 'an officer accepts', files: () => signedOff(accepting) },
  { name: 'pins that are met by two officers', files: () => signedOff(accepting, omarAccepting), trust: pinned(2, officerPins.olga, officerPins.omar) },
  { name: 'pins that are met', files: first, trust: { keyriteTrust: 1, ceremony: 'SAMPLE-2-OF-3', hsmRoot: [pins.otherRoot, pins.root], participants: { threshold: 2, keys: [pins.ann, pins.aud, pins.stranger] } } },
];

export const refusedCases: readonly Case[] = zips([...badZips, ...fullZips, ...noZips]);

export const brokenCases: readonly Case[] = [
  ...plans(writtenWrongly),
  ...zips(invalidZips),
  ...recordedBeside,
  ...proofTrustBreaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: b.files, trust: b.trust() })),
  ...breaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: b.files })),
  ...trustBreaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: first, trust: b.trust })),
  ...sidecarTrustBreaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: b.files, trust: b.trust })),
  { name: 'accepted and refused, without pins', files: () => signedOff(omarAccepting, refusing) },
  ...unreadable,
  ...changedFiles(),
];

/** Several bundles (one alone is no lineage), where what is wrong with them stands in the bundles themselves. */
export const lineageCases = lineageBreaks.filter((b) => b.change === undefined && Object.keys(b.files()).length > 1).map(({ rule, what, files }) => ({ name: `${rule}: ${what}`, files }));
