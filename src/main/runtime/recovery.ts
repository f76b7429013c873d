/** What a recovery team holds and what it still needs, from the files it chose. Answers only; nothing is opened or changed by asking. */
import type { PackageView, RecoveryView } from '../../contract/views.ts';
import { inheritedFromPackages, inheritedFromStatement } from '../../core/lineage/inherited.ts';
import type { Inherited, StandingSet } from '../../core/lineage/types.ts';
import { draftPlan } from '../../core/plan/draft.ts';
import type { LaterKind } from '../../core/plan/draft.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { checkInWords, typeWords } from '../../core/words/key-words.ts';
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
  return materials.packages.length === 0 ? null : { inherited: inheritedFromPackages(materials.packages), statement: null, plan: null };
}

/**
 * The draft of a later plan from what was brought. RefusalError `ceremony.inherited-missing` where that is neither a statement nor a package,
 * `ceremony.inherited-set`, `ceremony.inherited-key`.
 */
export function draftFrom(kind: LaterKind, materials: Materials, meant: { readonly set: string | null; readonly keys: readonly string[] }): string {
  const start = startOf(materials);
  if (start === null) throw new RefusalError('ceremony.inherited-missing');
  return draft(kind, start, start.inherited, meant);
}

function draft(kind: LaterKind, { statement, plan }: Start, inherited: Inherited, meant: { readonly set: string | null; readonly keys: readonly string[] }): string {
  return draftPlan(kind, inherited, { plan, organisation: statement?.statement.predicate.organisation ?? null, ...meant });
}

export function lookAtMaterials(materials: Materials): RecoveryView {
  const start = startOf(materials);
  const usable = start === null ? [] : usableSets(start.inherited, materials);
  const predicate = start?.statement?.statement.predicate;
  return {
    packages: materials.packages.map(packageView),
    statement: start?.statement == null || predicate === undefined ? null : { sha256: start.statement.sha256, ceremony: predicate.ceremony, organisation: predicate.organisation },
    problems: [...materials.problems, ...unsigned(materials), ...(start === null ? [] : foreign(start.inherited, materials))],
    needs: needsOf(start, usable, materials),
    planDraft: start === null || usable.length === 0 ? null : draft('restore', start, { ...start.inherited, sets: usable }, { set: null, keys: [] }),
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

/** The sets whose package is here. */
function usableSets(inherited: Inherited, { packages }: Materials): readonly StandingSet[] {
  return inherited.sets.filter((set) => packages.some((p) => p.sha256 === set.package));
}

function needsOf(start: Start | null, usable: readonly StandingSet[], materials: Materials): readonly string[] {
  if (start === null) return ['The bundle of the last ceremony: a folder with the file statement.dsse.json, on a USB stick or in an archive. Where it is lost, the backup package: the file package.keyrite.json, or the printed sheets headed "Backup package".'];
  return [
    ...(start.statement === null ? statementNeeds(materials) : []),
    ...usable.flatMap((set) => shareNeeds(set, start.plan)),
    ...packageNeeds(start.inherited.sets.filter((set) => !usable.includes(set)), usable.length > 0),
    'A new HSM, empty, with the PKCS#11 module of its vendor on this machine. It holds the keys from then on.',
    'The people: a security officer, an administrator, a witness and an auditor beside the custodians. Nobody needs to have done this before.',
    ...(usable.length === 0 ? [] : ['The plan below, completed, reviewed and signed off by those who answer for the keys.']),
  ];
}

function statementNeeds({ packages }: Materials): readonly string[] {
  const several = packages.length > 1 ? ['More than one package is here and nothing says which is the newest. The plan below names all of them; take out what an older ceremony left.'] : [];
  return [...several, 'If it can be found: the bundle of the last ceremony, with the file statement.dsse.json. The package alone restores the keys, but dates, custodians and states are then not known, and the lineage has a gap.'];
}

function packageNeeds(sets: readonly StandingSet[], some: boolean): readonly string[] {
  if (sets.length === 0 && !some) return ['A share set in force: the last ceremony lists none, so these keys cannot be restored from shares.'];
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
