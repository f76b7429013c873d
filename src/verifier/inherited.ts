/** R-INH-01 to R-INH-06, R-INH-08, R-INH-09: what the ceremony began with, read from the bundle alone, and whether the root of the lineage vouches for it. */
import { sha256Hex } from '../core/bytes/digest.ts';
import { HSM_ROOT } from '../core/ceremony/state.ts';
import { inheritedFromPackages, inheritedFromStatement } from '../core/lineage/inherited.ts';
import { nothingInherited } from '../core/lineage/types.ts';
import type { Inherited, KeyLife, StandingSet } from '../core/lineage/types.ts';
import { needsPackages, oldSetsOf } from '../core/plan/parts.ts';
import type { Plan } from '../core/plan/schema.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { decodePackage } from '../core/shares/package-file.ts';
import type { BackupPackage } from '../core/shares/package-file.ts';
import { bundleNames, INHERITED_STATEMENT, inheritedPackageFile, partOf } from '../core/transcript/bundle.ts';
import { canonicalText } from '../core/transcript/canonical-json.ts';
import { preAuthEncoding } from '../core/transcript/dsse.ts';
import { DSSE_PAYLOAD_TYPE } from '../core/transcript/types.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { Findings } from './findings.ts';
import { signedByKey } from './key-signature.ts';
import { readSigned } from './reader.ts';
import type { Reader, Signed } from './reader.ts';

export interface InheritedRead {
  /** Null where the bundle does not tell; that is a finding. */
  readonly inherited: Inherited | null;
  readonly packages: ReadonlyMap<string, BackupPackage>;
}

/** The root key in force among `keys`: the active one, else one that still exists. */
export function inheritedRoot(keys: readonly KeyLife[]): KeyLife | null {
  const living = keys.filter((k) => k.purpose === 'root-signing' && k.state !== 'destroyed');
  return living.find((k) => k.state === 'active') ?? living[0] ?? null;
}

/** The key that must have signed `statement`: the root in force after it, or, where this took the place of another in that very ceremony, that other one; null where none was left to sign. */
function rootOfStatement({ predicate }: CeremonyStatement): KeyLife | null {
  const { lifecycle, ceremony, kind } = predicate;
  const root = inheritedRoot(lifecycle);
  if (root === null || kind !== 'rotate' || root.ceremony !== ceremony || root.replaces === null) return root;
  return lifecycle.find((k) => k.name === root.replaces) ?? null;
}

/** R-INH-03, R-INH-04. SECURITY: the plan names the statement by its digest; that it was the organisation's own is shown by its root's signature alone. */
function rootSignature(findings: Findings, { statement, payload, signatures }: Signed): void {
  const where = { file: INHERITED_STATEMENT };
  const { ceremony, signers, lifecycle } = statement.predicate;
  const signer = signers.find((s) => s.id === HSM_ROOT);
  const root = rootOfStatement(statement);
  if (signer === undefined) {
    const active = lifecycle.some((k) => k.purpose === 'root-signing' && k.state === 'active');
    if (active) findings.add('R-INH-03', where, `The statement of ceremony ${ceremony} is not signed by a root, though one was in force.`);
    else findings.add('R-INH-04', where, `The statement of ceremony ${ceremony} is signed by people only.`);
    return;
  }
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  if (root?.type !== 'ec-p384' || root.check.value !== signer.keySha256 || !signatures.some(({ signature }) => signedByKey(root, signature, message))) {
    findings.add('R-INH-03', where, `The statement of ceremony ${ceremony} does not carry a valid signature of the root of this lineage.`);
  }
}

async function readPackages(reader: Reader, findings: Findings): Promise<ReadonlyMap<string, BackupPackage>> {
  const packages = new Map<string, BackupPackage>();
  for (const name of reader.names) {
    if (partOf(name)?.part !== 'inheritedPackage') continue;
    const bytes = await reader.read(name);
    if (bytes === null) continue;
    try {
      const pack = decodePackage(bytes);
      if (inheritedPackageFile(pack.set) === name) packages.set(pack.set, pack);
      else findings.add('R-INH-05', { file: name }, `The file holds the package of set ${pack.set}.`);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      findings.add('R-INH-05', { file: name }, error.message);
    }
  }
  return packages;
}

/** What `plan` begins with, by what is there. */
function begunWith(findings: Findings, reader: Reader, plan: Plan | null, previous: string | null, signed: Signed | null, packages: ReadonlyMap<string, BackupPackage>): Inherited | null {
  if (previous !== null) {
    if (signed === null) return null;
    const inherited = inheritedFromStatement(signed.statement, signed.payload);
    if (inherited.statement === previous) return inherited;
    findings.add('R-INH-01', { file: INHERITED_STATEMENT }, `The statement has the SHA-256 ${inherited.statement ?? ''}; the predecessor is ${previous}.`);
    return null;
  }
  if (reader.names.has(INHERITED_STATEMENT)) findings.add('R-INH-01', { file: INHERITED_STATEMENT }, 'The ceremony follows none, and has the statement of another.');
  if (plan === null) return null;
  if (plan.ceremony === 'generate') return nothingInherited;
  findings.add('R-INH-09', { file: bundleNames.plan }, 'The plan follows no ceremony, and begins with packages alone.');
  const named = plan.ceremony === 'restore' ? plan.sets : [];
  const found = named.flatMap((set) => {
    const content = packages.get(set.id);
    return content !== undefined && reader.digests.get(inheritedPackageFile(set.id)) === set.package ? [{ content, sha256: set.package }] : [];
  });
  if (found.length > 0 && found.length === named.length) return inheritedFromPackages(found);
  findings.add('R-INH-01', { file: bundleNames.plan }, 'The ceremony follows none, and a package that its plan names is not in the bundle.');
  return null;
}

function fits(pack: BackupPackage, set: StandingSet, inherited: Inherited): boolean {
  const said = { set: set.id, ceremony: set.ceremony, threshold: set.threshold, count: set.count, commitments: set.commitments };
  const held = { set: pack.set, ceremony: pack.ceremony, threshold: pack.threshold, count: pack.count, commitments: pack.commitments };
  const keys = pack.keys.every((key) => {
    const life = inherited.keys.find((k) => k.name === key.name);
    return life !== undefined && life.id === key.id && life.type === key.type && life.purpose === key.purpose && canonicalText(life.check) === canonicalText(key.check);
  });
  return keys && canonicalText(said) === canonicalText(held) && pack.keys.map((k) => k.name).sort().join() === [...set.keys].sort().join();
}

/** R-INH-05, R-INH-06. */
function judgePackages(findings: Findings, reader: Reader, plan: Plan | null, inherited: Inherited, packages: ReadonlyMap<string, BackupPackage>): void {
  for (const [id, pack] of packages) {
    const file = inheritedPackageFile(id);
    const set = inherited.sets.find((s) => s.id === id);
    if (set === undefined) findings.add('R-INH-05', { file }, `Set ${id} was not in force when the ceremony began.`);
    else if (reader.digests.get(file) !== set.package) findings.add('R-INH-05', { file }, `The package of set ${id} does not have the SHA-256 that the statement before gives.`);
    else if (!fits(pack, set, inherited)) findings.add('R-INH-05', { file }, `The package of set ${id} is of another ceremony, threshold, count, or of other shares or keys than the statement before says.`);
  }
  if (plan === null || !needsPackages(plan)) return;
  for (const { id } of oldSetsOf(plan)) {
    if (!packages.has(id)) findings.add('R-INH-06', { file: bundleNames.plan }, `The package of set ${id}, whose shares are combined, is not in the bundle.`);
  }
}

/** R-INH-08: whether the newest bundle is enough for the next ceremony. */
function carriesOn(findings: Findings, names: ReadonlySet<string>, statement: CeremonyStatement | null): void {
  if (statement === null) return;
  const { ceremony, shareSets } = statement.predicate;
  for (const set of shareSets) {
    const name = set.ceremony === ceremony ? bundleNames.package : inheritedPackageFile(set.id);
    if (!names.has(name)) findings.add('R-INH-08', { file: bundleNames.statement }, `The package of set ${set.id} (ceremony ${set.ceremony}) is not in the bundle.`);
  }
}

/** Everything under inherited/, judged by itself and against what the signed statement and the plan say of it. */
export async function readInherited(reader: Reader, findings: Findings, plan: Plan | null, statement: CeremonyStatement | null): Promise<InheritedRead> {
  const signed = readSigned(findings, INHERITED_STATEMENT, await reader.read(INHERITED_STATEMENT), 'R-INH-02', 'R-INH-02');
  const packages = await readPackages(reader, findings);
  const previous = statement === null ? (signed === null ? null : sha256Hex(signed.payload)) : statement.predicate.previous;
  const inherited = begunWith(findings, reader, plan, previous, signed, packages);
  if (signed !== null) rootSignature(findings, signed);
  if (inherited !== null) judgePackages(findings, reader, plan, inherited, packages);
  carriesOn(findings, reader.names, statement);
  return { inherited, packages };
}
