/** What a recovery team holds and what it still needs, from the files it chose. Answers only; nothing is opened or changed by asking. */
import type { PackageView, RecoveryView } from '../../contract/views.ts';
import { inheritedFromPackage, inheritedFromStatement } from '../../core/lineage/inherited.ts';
import type { Inherited, StandingSet } from '../../core/lineage/types.ts';
import { draftPlan, newestSet } from '../../core/plan/draft.ts';
import type { LaterKind } from '../../core/plan/draft.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { checkInWords, typeWords } from './in-words.ts';
import type { FileProblem, Materials } from './material.ts';

type Found<K extends 'statements' | 'packages'> = Materials[K][number];

/** The last ceremony among the statements: no other one follows it; of several the one that ended last. Unsigned ones are passed over. */
export function newestStatement({ statements }: Materials): Found<'statements'> | null {
  const sound = statements.filter((s) => s.rootSigned);
  const followed = new Set(sound.map((s) => s.statement.predicate.previous));
  return sound.filter((s) => !followed.has(s.sha256)).toSorted((a, b) => (a.statement.predicate.ended < b.statement.predicate.ended ? -1 : 1)).at(-1) ?? null;
}

/** What the next ceremony begins with: the newest statement, else the package; null where there is neither. */
interface Start {
  readonly inherited: Inherited;
  readonly statement: Found<'statements'> | null;
  /** The plan of the ceremony before. */
  readonly plan: Plan | null;
}

function startOf(materials: Materials): Start | null {
  const statement = newestStatement(materials);
  if (statement !== null) {
    const plan = materials.plans.find((p) => p.sha256 === statement.statement.predicate.plan.sha256)?.plan ?? null;
    return { inherited: inheritedFromStatement(statement.statement, statement.payload), statement, plan };
  }
  const [first] = materials.packages;
  return first === undefined ? null : { inherited: inheritedFromPackage(first.content, first.sha256), statement: null, plan: null };
}

/**
 * The draft of a later plan from what was brought. RefusalError `ceremony.inherited-missing` where that is neither a statement nor a package,
 * `ceremony.inherited-set`, `ceremony.inherited-key`.
 */
export function draftFrom(kind: LaterKind, materials: Materials, meant: { readonly set: string | null; readonly keys: readonly string[] }): string {
  const start = startOf(materials);
  if (start === null) throw new RefusalError('ceremony.inherited-missing');
  return draftPlan(kind, start.inherited, { plan: start.plan, organisation: start.statement?.statement.predicate.organisation ?? null, ...meant });
}

export function lookAtMaterials(materials: Materials): RecoveryView {
  const start = startOf(materials);
  const set = start === null ? null : usableSet(start.inherited, materials);
  const predicate = start?.statement?.statement.predicate;
  return {
    packages: materials.packages.map(packageView),
    statement: start?.statement == null || predicate === undefined ? null : { sha256: start.statement.sha256, ceremony: predicate.ceremony, organisation: predicate.organisation },
    problems: [...materials.problems, ...unsigned(materials), ...(start === null ? [] : foreign(start.inherited, materials))],
    needs: needsOf(start, set, materials),
    planDraft: set === null ? null : draftFrom('restore', materials, { set: set.id, keys: [] }),
  };
}

function packageView({ content, sha256 }: Found<'packages'>): PackageView {
  const { set, ceremony, mode, threshold, count, keys } = content;
  return { set: showSetId(set), ceremony, mode, threshold, count, sha256, keys: keys.map((key) => ({ name: key.name, type: typeWords[key.type], check: checkInWords(key.check) })) };
}

function unsigned({ statements }: Materials): readonly FileProblem[] {
  return statements.filter((s) => !s.rootSigned).map((s) => ({ file: s.file, refusal: refusal('lineage.statement-unsigned', { ceremony: s.statement.predicate.ceremony }) }));
}

/** Packages of sets that the newest statement no longer lists: void ones, or of another organisation. */
function foreign({ statement, sets }: Inherited, { packages }: Materials): readonly FileProblem[] {
  if (statement === null) return [];
  return packages.filter((p) => !sets.some((set) => set.package === p.sha256)).map((p) => ({ file: p.file, refusal: refusal('lineage.package-foreign', { set: showSetId(p.content.set) }) }));
}

/** The set to begin with, of those whose package is here. */
function usableSet(inherited: Inherited, { packages }: Materials): StandingSet | null {
  return newestSet(inherited, inherited.sets.filter((set) => packages.some((p) => p.sha256 === set.package)), true);
}

function needsOf(start: Start | null, set: StandingSet | null, materials: Materials): readonly string[] {
  if (start === null) return ['The bundle of the last ceremony: a folder with the file statement.dsse.json, on a USB stick or in an archive. Where it is lost, the backup package: the file package.keyrite.json, or the printed sheets headed "Backup package".'];
  return [
    ...(start.statement === null ? statementNeeds(materials) : []),
    ...(set === null ? packageNeeds(start.inherited.sets) : [...shareNeeds(set, start.plan), ...otherPackages(start.inherited.sets, set, materials)]),
    'A new HSM, empty, with the PKCS#11 module of its vendor on this machine. It holds the keys from then on.',
    'The people: a security officer, an administrator, a witness and an auditor beside the custodians. Nobody needs to have done this before.',
    ...(set === null ? [] : ['The plan below, completed, reviewed and signed off by those who answer for the keys.']),
  ];
}

function statementNeeds({ packages }: Materials): readonly string[] {
  const several = packages.length > 1 ? ['More than one package is here and nothing says which is the newest. The first is used below; take the one of the newest ceremony.'] : [];
  return [...several, 'If it can be found: the bundle of the last ceremony, with the file statement.dsse.json. The package alone restores the keys, but dates, custodians and states are then not known, and the lineage has a gap.'];
}

function packageNeeds(sets: readonly StandingSet[]): readonly string[] {
  if (sets.length === 0) return ['A share set in force: the last ceremony lists none, so these keys cannot be restored from shares.'];
  return sets.map((set) => `The package of set ${showSetId(set.id)} (it restores ${set.keys.join(', ')}): the file package.keyrite.json or inherited/${set.id}.json of a bundle, or the printed sheets headed "Backup package". Its SHA-256 is ${set.package}.`);
}

function shareNeeds(set: StandingSet, plan: Plan | null): readonly string[] {
  const nameOf = (id: string): string => plan?.participants.find((p) => p.id === id)?.name ?? id;
  const holders = set.custodians.map(({ index, custodian, carrier, bag, card }) => {
    const where = carrier === 'paper' ? `paper${bag === null ? '' : `, bag ${bag}`}` : `smartcard${card === null ? '' : ` ${card}`}`;
    return `share ${String(index)}: ${nameOf(custodian)} (${where})`;
  });
  const who = holders.length === 0 ? 'The set id stands on every sheet; on a card it is in the label of the object.' : `They were given to: ${holders.join('; ')}.`;
  return [`Any ${String(set.threshold)} of the ${String(set.count)} shares of set ${showSetId(set.id)}, each brought by its custodian and kept closed until the ceremony asks for it. ${who}`];
}

/** Keys that the usable set does not restore, and the sets that would. */
function otherPackages(sets: readonly StandingSet[], usable: StandingSet, { packages }: Materials): readonly string[] {
  const others = sets.filter((set) => set.id !== usable.id && set.keys.some((key) => !usable.keys.includes(key)));
  return others.map((set) => {
    const held = packages.some((p) => p.sha256 === set.package);
    return `The plan below does not bring back the ${set.keys.filter((key) => !usable.keys.includes(key)).join(', ')} key: it is restored from set ${showSetId(set.id)}${held ? ', whose package is here' : ', whose package is not here yet'}.`;
  });
}
