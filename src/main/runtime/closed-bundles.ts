/** Reads what the lineage needs from bundles on the disk: statement, plan, packages. It judges no transcript (that is the verifier's part) and changes nothing. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import type { Link } from '../../core/lineage/judge.ts';
import { oldSetsOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import { bundleNames, INHERITED_STATEMENT, partOf } from '../../core/transcript/bundle.ts';
import type { CeremonyStatement } from '../../core/transcript/types.ts';
import { sortMaterials } from './material.ts';
import type { MaterialFile, Materials } from './material.ts';

/** A closed ceremony by its bundle. */
export interface ClosedCeremony {
  /** Path of the bundle. */
  readonly bundle: string;
  /** SHA-256 of the statement. */
  readonly sha256: string;
  readonly statement: CeremonyStatement;
  /** See StatementMaterial. */
  readonly rootSigned: boolean;
  /** The plan that the statement names; null where it is not there or cannot be read. */
  readonly plan: Plan | null;
}

/** Packages of sets of earlier ceremonies lie in this folder of a bundle. */
const inheritedFolder = INHERITED_STATEMENT.split('/')[0]!;

function reasonOf(error: unknown): string {
  if (error instanceof RefusalError) return error.code;
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** A plain file's bytes, at most as many as a bundle's file of this name may have; symbolic links are not followed. */
function readPart(bundle: string, name: string): Uint8Array {
  const limit = partOf(name)?.maxBytes ?? 0;
  const file = openSync(join(bundle, name), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new RefusalError('transcript.not-a-file', { name });
    if (stat.size > limit) throw new RefusalError('transcript.too-large', { what: name, limit });
    return new Uint8Array(readFileSync(file));
  } finally {
    closeSync(file);
  }
}

function readIfThere(bundle: string, name: string): readonly MaterialFile[] {
  try {
    return [{ name, bytes: readPart(bundle, name) }];
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The closed ceremony in the folder `bundle`. RefusalError `lineage.statement-unread`. */
export function readBundle(bundle: string): ClosedCeremony {
  const unread = (reason: string, cause?: unknown): RefusalError => new RefusalError('lineage.statement-unread', { bundle, reason }, { cause });
  let bytes: Uint8Array;
  try {
    bytes = readPart(bundle, bundleNames.statement);
  } catch (error) {
    throw unread(reasonOf(error), error);
  }
  const { statements, plans, problems } = sortMaterials([{ name: bundleNames.statement, bytes }, ...readIfThere(bundle, bundleNames.plan)]);
  const [found] = statements;
  if (found === undefined) throw unread(problems[0]?.refusal.code ?? 'lineage.not-a-material');
  const plan = plans.find((p) => p.sha256 === found.statement.predicate.plan.sha256)?.plan ?? null;
  return { bundle, sha256: found.sha256, statement: found.statement, rootSigned: found.rootSigned, plan };
}

/** What a next ceremony needs of the bundle: statement, plan, and the packages that are there. RefusalError `lineage.statement-unread`. */
export function bundleMaterials(bundle: string): Materials {
  readBundle(bundle);
  const packages = namesIn(join(bundle, inheritedFolder)).map((name) => `${inheritedFolder}/${name}`).filter((name) => partOf(name)?.part === 'inheritedPackage');
  return sortMaterials([bundleNames.statement, bundleNames.plan, bundleNames.package, ...packages].flatMap((name) => readIfThere(bundle, name)));
}

/** Every bundle right in `folder`, and for each that cannot be read why; half-written ones are passed over. */
export function bundlesIn(folder: string): { readonly ceremonies: readonly ClosedCeremony[]; readonly unread: readonly Refusal[] } {
  const ceremonies: ClosedCeremony[] = [];
  const unread: Refusal[] = [];
  for (const name of namesIn(folder).toSorted()) {
    const bundle = join(folder, name);
    if (name.endsWith('.partial') || !namesIn(bundle).includes(bundleNames.statement)) continue;
    try {
      ceremonies.push(readBundle(bundle));
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      unread.push(error.refusal);
    }
  }
  return { ceremonies, unread };
}

export function linkOf({ sha256, statement: { predicate } }: ClosedCeremony): Link {
  const { ceremony, kind, previous, mode, ended, signers } = predicate;
  return { ceremony, kind, statement: sha256, previous, mode, ended, hsmRoot: signers.find((s) => s.id === HSM_ROOT)?.keySha256 ?? null };
}

/** Id of the set that a check looked at, where its plan is there. */
export function checkedSet({ statement, plan }: ClosedCeremony): string | null {
  return statement.predicate.kind === 'check' && plan !== null ? (oldSetsOf(plan)[0]?.id ?? null) : null;
}
