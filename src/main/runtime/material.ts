/** What people bring from earlier ceremonies, and what of it a plan begins with. It must never take a statement or a package other than by its digest. */
import { wipe } from '../../core/bytes/bytes.ts';
import { inheritedFromPackages, inheritedFromStatement } from '../../core/lineage/inherited.ts';
import { nothingInherited } from '../../core/lineage/types.ts';
import type { Inherited, StandingSet } from '../../core/lineage/types.ts';
import { followsOf, oldSetsOf, spareOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { ReadCodes } from '../../core/ports/ports.ts';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import { INHERITED_STATEMENT, inheritedPackageFile } from '../../core/transcript/bundle.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import { blame, finish, sortedPile, takeCodes } from './material-pile.ts';
import type { FileProblem, MaterialFile, Materials } from './material-pile.ts';

export type { FileProblem, MaterialFile, Materials } from './material-pile.ts';

/** Sorts files by their content; packages on paper are joined over several files. Each file that is of no use is a problem with its refusal; the other files of a bundle are passed over. */
export async function readMaterials(files: readonly MaterialFile[], readCodes: ReadCodes): Promise<Materials> {
  const pile = sortedPile(files);
  for (const { name, bytes } of pile.rest) {
    let codes: readonly Uint8Array[] = [];
    try {
      codes = await codesOf(bytes, readCodes);
      takeCodes(pile, name, codes);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      blame(pile, name, error.refusal);
    } finally {
      wipe(...codes);
    }
  }
  return finish(pile);
}

/** As {@link readMaterials}, for files that hold no picture: what a ceremony file keeps. */
export function sortMaterials(files: readonly MaterialFile[]): Materials {
  const pile = sortedPile(files);
  for (const { name } of pile.rest) blame(pile, name, refusal('lineage.not-a-material'));
  return finish(pile);
}

/** The codes of a picture or PDF; RefusalError `lineage.not-a-material` where it is neither. */
async function codesOf(bytes: Uint8Array, readCodes: ReadCodes): Promise<readonly Uint8Array[]> {
  try {
    return await readCodes(bytes);
  } catch (error) {
    if (error instanceof RefusalError && error.code === 'paper.not-a-picture') throw new RefusalError('lineage.not-a-material');
    throw error;
  }
}

export interface InheritedParts {
  readonly inherited: Inherited;
  /** What the ceremony carries along, under its names in the bundle. */
  readonly files: readonly BundleFile[];
  /** Packages that were given and belong to no set in force, and sets whose package was not given. They stop nothing. */
  readonly problems: readonly FileProblem[];
}

/**
 * What `plan` begins with. RefusalError `ceremony.inherited-missing` (nothing of use was given), `ceremony.inherited-other` (other ceremonies were),
 * `ceremony.inherited-package` (the package of a set whose shares are to be used was not, or is another), `lineage.statement-unsigned`.
 */
export function inheritedFor(plan: Plan, materials: Materials): InheritedParts {
  if (plan.ceremony === 'generate') return { inherited: nothingInherited, files: [], problems: [] };
  const follows = followsOf(plan);
  return follows === null ? fromPackage(plan, materials) : fromStatement(plan, follows, materials);
}

function fromPackage(plan: Plan, { packages }: Materials): InheritedParts {
  if (packages.length === 0) throw new RefusalError('ceremony.inherited-missing');
  const named = plan.ceremony === 'restore' ? plan.sets.map((set) => set.package) : [];
  const found = named.flatMap((digest) => packages.find((p) => p.sha256 === digest) ?? []);
  if (found.length === 0 || found.length < named.length) throw new RefusalError('ceremony.inherited-package');
  const inherited = inheritedFromPackages(found);
  return { inherited, files: found.map((p) => ({ name: inheritedPackageFile(p.content.set), bytes: p.bytes })), problems: foreign(inherited.sets, { packages }) };
}

function fromStatement(plan: Plan, follows: string, materials: Materials): InheritedParts {
  const { statements, packages } = materials;
  const found = statements.find((s) => s.sha256 === follows);
  if (found === undefined) throw new RefusalError(statements.length === 0 ? 'ceremony.inherited-missing' : 'ceremony.inherited-other');
  if (!found.rootSigned) throw new RefusalError('lineage.statement-unsigned', { ceremony: found.statement.predicate.ceremony });
  const inherited = inheritedFromStatement(found.statement, found.payload);
  const carried = inherited.sets.flatMap((set) => {
    const file = packages.find((p) => fits(set, p));
    return file === undefined ? [] : [{ set: set.id, file: { name: inheritedPackageFile(set.id), bytes: file.bytes } }];
  });
  const missing = inherited.sets.filter((set) => !carried.some((c) => c.set === set.id)).map((set) => set.id);
  if (neededSets(plan).some((set) => missing.includes(set))) throw new RefusalError('ceremony.inherited-package');
  const absent = missing.map((set) => ({ file: inheritedPackageFile(set), refusal: refusal('lineage.package-absent', { set }) }));
  return { inherited, files: [{ name: INHERITED_STATEMENT, bytes: found.envelope }, ...carried.map((c) => c.file)], problems: [...foreign(inherited.sets, materials), ...absent] };
}

/** Sets whose shares are combined in this ceremony, so that their package is opened. */
function neededSets(plan: Plan): readonly string[] {
  const opens = plan.ceremony === 'restore' || plan.ceremony === 'reshare' || plan.ceremony === 'transfer' || (plan.ceremony === 'check' && spareOf(plan) !== null);
  return opens ? oldSetsOf(plan).map((set) => set.id) : [];
}

function fits(set: StandingSet, { sha256, content }: Materials['packages'][number]): boolean {
  return sha256 === set.package && content.set === set.id;
}

function foreign(sets: readonly StandingSet[], { packages }: Pick<Materials, 'packages'>): readonly FileProblem[] {
  return packages.filter((p) => !sets.some((set) => fits(set, p))).map((p) => ({ file: p.file, refusal: refusal('lineage.package-foreign', { set: p.content.set }) }));
}
