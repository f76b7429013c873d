/** For tests: every bundle that the verifier's own tests build, valid and broken, each under a name. Builds only; it judges nothing. */
import { fromUtf8, utf8 } from '../../src/core/bytes/bytes.ts';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import type { Trust } from '../../src/verifier/trust.ts';
import { later, laterNames } from '../verifier/later-samples.ts';
import { lineageBreaks, wholeLineage } from '../verifier/lineage-breaks.ts';
import { breaks } from '../verifier/rule-breaks.ts';
import { postQuantumSample, sampleBundle } from '../verifier/sample-bundle.ts';
import { accepting, omarAccepting, refusing, signedOff } from '../verifier/sidecars/sample-sign-offs.ts';
import { officerPins, pinned, sidecarTrustBreaks } from '../verifier/sidecars/sidecar-trust-breaks.ts';
import { pins, trustBreaks } from '../verifier/trust-breaks.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

export interface Case {
  readonly name: string;
  readonly files: () => Files | Promise<Files>;
  readonly trust?: Trust;
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

export const wholeCases: readonly Case[] = [
  ...(['production', 'rehearsal'] as const).map((mode): Case => ({ name: `the first, ${mode}`, files: () => sampleBundle({ mode }) })),
  ...laterNames.flatMap((name) => (['production', 'rehearsal'] as const).map((mode): Case => ({ name: `${name}, ${mode}`, files: () => later(name, mode).bundle }))),
  ...['generated', 'rotated', 'checked', 'reshared', 'restored', 'destroyed'].map((name): Case => ({ name: `of a whole lineage: ${name}`, files: () => lineage()[name]! })),
  { name: 'second keys', files: () => sampleBundle({ of: postQuantumSample('production') }) },
  { name: 'an officer accepts', files: () => signedOff(accepting) },
  { name: 'pins that are met by two officers', files: () => signedOff(accepting, omarAccepting), trust: pinned(2, officerPins.olga, officerPins.omar) },
  { name: 'pins that are met', files: first, trust: { keyriteTrust: 1, ceremony: 'SAMPLE-2-OF-3', hsmRoot: [pins.otherRoot, pins.root], participants: { threshold: 2, keys: [pins.ann, pins.aud, pins.stranger] } } },
];

export const brokenCases: readonly Case[] = [
  ...breaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: b.files })),
  ...trustBreaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: first, trust: b.trust })),
  ...sidecarTrustBreaks.map((b): Case => ({ name: `${b.rule}: ${b.what}`, files: b.files, trust: b.trust })),
  { name: 'accepted and refused, without pins', files: () => signedOff(omarAccepting, refusing) },
  ...unreadable,
  ...changedFiles(),
];

/** Several bundles (one alone is no lineage), where what is wrong with them stands in the bundles themselves. */
export const lineageCases = lineageBreaks.filter((b) => b.change === undefined && Object.keys(b.files()).length > 1).map(({ rule, what, files }) => ({ name: `${rule}: ${what}`, files }));
