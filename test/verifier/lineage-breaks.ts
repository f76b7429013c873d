/** For tests: bundles that are no lineage. Each breaks one rule of R-LINEAGE. */
import type { KeyLife } from '../../src/core/lineage/types.ts';
import type { CeremonyPredicate } from '../../src/core/transcript/types.ts';
import type { LineageBundle } from '../../src/verifier/lineage.ts';
import type { VerifyReport } from '../../src/verifier/report.ts';
import type { RuleId } from '../../src/verifier/rules.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from './later-samples.ts';
import { memorySource } from './memory-source.ts';
import { sampleBundle } from './sample-bundle.ts';
import { laterSample } from './sample-later.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** The bundles as the verifier sees them, under their names. */
export async function judged(files: Readonly<Record<string, Files>>): Promise<readonly LineageBundle[]> {
  return Promise.all(Object.entries(files).map(async ([name, bundle]) => ({ name, report: await verifyBundle(memorySource(bundle)) })));
}

const first = (): Files => sampleBundle();

/** What no bundle can be made to say, since a statement names its predecessor by a digest: said by the reports. */
const said = (change: (report: VerifyReport) => VerifyReport, of = 'next') => (bundles: readonly LineageBundle[]): readonly LineageBundle[] => bundles.map((b) => (b.name === of ? { ...b, report: change(b.report) } : b));
const predicate = (change: (p: CeremonyPredicate) => CeremonyPredicate, of = 'next') => said((r) => ({ ...r, statement: r.statement === null ? null : { ...r.statement, predicate: change(r.statement.predicate) } }), of);
const lives = (change: (k: KeyLife) => KeyLife, of = 'next') => predicate((p) => ({ ...p, lifecycle: p.lifecycle.map(change) }), of);
const two = (): Readonly<Record<string, Files>> => ({ before: first(), next: later('check').bundle });

export const lineageBreaks: readonly { readonly rule: RuleId; readonly what: string; readonly files: () => Readonly<Record<string, Files>>; readonly change?: (bundles: readonly LineageBundle[]) => readonly LineageBundle[]; readonly at?: string }[] = [
  { rule: 'R-LINEAGE-01', what: 'two ceremonies follow the same one', files: () => ({ first: first(), check: later('check').bundle, rotate: later('rotate').bundle }), at: 'check, rotate' },
  { rule: 'R-LINEAGE-02', what: 'a ceremony between is missing', files: () => ({ first: first(), next: later('reshare of two sets').bundle }), at: 'next' },
  { rule: 'R-LINEAGE-02', what: 'the beginning is missing', files: () => ({ next: later('check').bundle }), at: 'next' },
  { rule: 'R-LINEAGE-03', what: 'a restore from a package alone', files: () => ({ first: first(), next: later('restore from a package alone').bundle }), at: 'next' },
  { rule: 'R-LINEAGE-04', what: 'two first ceremonies', files: () => ({ one: first(), two: sampleBundle({ mode: 'rehearsal' }) }), at: 'one, two' },
  { rule: 'R-LINEAGE-05', what: 'a bundle twice', files: () => ({ one: first(), two: first() }) },
  { rule: 'R-LINEAGE-06', what: 'a first ceremony after another', files: two, change: predicate((p) => ({ ...p, kind: 'generate' })), at: 'next' },
  { rule: 'R-LINEAGE-07', what: 'a real ceremony after a rehearsal', files: two, change: predicate((p) => ({ ...p, mode: 'rehearsal' })) },
  { rule: 'R-LINEAGE-08', what: 'a ceremony that ended before the one it follows', files: () => ({ before: first(), next: sampleBundle({ of: { ...later('check').sample, begins: Date.UTC(2020, 0, 1) } }) }) },
  { rule: 'R-LINEAGE-09', what: 'a circle', files: two, change: (bundles) => predicate((p) => ({ ...p, previous: bundles[1]!.report.statementSha256 }), 'before')(bundles) },
  { rule: 'R-LINEAGE-10', what: 'another root than the one in force signs', files: two, change: said((r) => ({ ...r, signers: r.signers.map((s) => (s.id === 'hsm-root' ? { ...s, keySha256: 'ab'.repeat(32) } : s)) })), at: 'next' },
  { rule: 'R-LINEAGE-10', what: 'the old root signs after its rotation', files: () => ({ first: first(), rotated: later('rotate of the root').bundle, next: later('check after a rotation of the root').bundle }), change: (bundles) => said((r) => ({ ...r, signers: bundles[0]!.report.signers }))(bundles), at: 'next' },
  { rule: 'R-LINEAGE-11', what: 'a key that vanished', files: two, change: predicate((p) => ({ ...p, lifecycle: p.lifecycle.slice(1) })), at: 'next' },
  { rule: 'R-LINEAGE-11', what: 'a key that is another one', files: two, change: lives((k) => ({ ...k, id: '09'.repeat(16) })) },
  { rule: 'R-LINEAGE-11', what: 'a key from nowhere', files: two, change: predicate((p) => ({ ...p, lifecycle: [...p.lifecycle, { ...p.lifecycle[0]!, name: 'more' }] })) },
  { rule: 'R-LINEAGE-11', what: 'a destroyed key that lives again', files: two, change: lives((k) => (k.name === 'master' ? { ...k, state: 'destroyed' } : k), 'before') },
  { rule: 'R-LINEAGE-11', what: 'a compromised key that is sound again', files: two, change: lives((k) => ({ ...k, compromised: true }), 'before') },
  { rule: 'R-LINEAGE-11', what: 'a share set that vanished', files: two, change: predicate((p) => ({ ...p, shareSets: [] })) },
  { rule: 'R-LINEAGE-11', what: 'a share set with another threshold', files: two, change: predicate((p) => ({ ...p, shareSets: p.shareSets.map((s) => ({ ...s, threshold: 3 })) })) },
  { rule: 'R-LINEAGE-11', what: 'a share set given up that stands', files: two, change: predicate((p) => ({ ...p, voidSets: p.shareSets.map((s) => s.id) })) },
  { rule: 'R-LINEAGE-11', what: 'another bag without a check', files: () => ({ before: first(), next: later('rotate').bundle }), change: predicate((p) => ({ ...p, shareSets: p.shareSets.map((s) => ({ ...s, custodians: s.custodians.map((c) => ({ ...c, bag: 'A-9' })) })) })), at: 'next' },
  { rule: 'R-LINEAGE-11', what: 'a share set from nowhere', files: two, change: predicate((p) => ({ ...p, shareSets: [...p.shareSets, { ...p.shareSets[0]!, id: 'AAAAAAAA' }] })) },
];

/** A lineage of every kind, in its order. */
export function wholeLineage(): Readonly<Record<string, Files>> {
  const generated = first();
  const rotated = later('rotate of the root').bundle;
  const checked = later('check after a rotation of the root').bundle;
  const reshared = sampleBundle({ of: laterSample('reshare', checked) });
  const restored = sampleBundle({ of: laterSample('restore', reshared) });
  const destroyed = sampleBundle({ of: laterSample('destroy', restored, { keys: ['master', 'root', 'root-2'] }) });
  return { generated, rotated, checked, reshared, restored, destroyed };
}
