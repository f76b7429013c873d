/** Drafts the plan of a later ceremony from what the one before left: everything known is filled in, and every place to complete is one that the plan reader refuses while it is empty. */
import type { Inherited, KeyLife, StandingSet } from '../lineage/types.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { carrierOf, hsmInUse, lostHsm, newHsm, spare } from './draft-devices.ts';
import { bringers, peopleFor, personLines, pinsFor } from './draft-people.ts';
import type { DraftMap, DraftValue } from './draft-yaml.ts';
import { blank, remarked, yamlLines } from './draft-yaml.ts';
import type { CeremonyKindName, Plan } from './schema.ts';

/** First ceremonies have templates of their own (resources/plans/). */
export type LaterKind = Exclude<CeremonyKindName, 'generate'>;
export const laterKinds: readonly LaterKind[] = ['restore', 'check', 'reshare', 'rotate', 'destroy', 'revoke', 'transfer'];

export interface DraftDefaults {
  /** The plan of the ceremony before: people, devices and cards are taken from it. Null where it is not there. */
  readonly plan: Plan | null;
  readonly organisation: string | null;
  /** Id of the share set that is meant; null: the newest one in force, for a restore all of them. */
  readonly set: string | null;
  /** Names of the keys that are meant; none: those that the kind suggests. */
  readonly keys: readonly string[];
}

/** What is known when a draft is made. */
interface Known extends DraftDefaults {
  readonly inherited: Inherited;
  /** The set that is meant; null where none is in force. */
  readonly chosen: StandingSet | null;
  /** The keys that are meant. */
  readonly lives: readonly KeyLife[];
}

/** YAML of a plan. RefusalError `ceremony.inherited-set`, `ceremony.inherited-key` where a set or a key that is named is not in force. */
export function draftPlan(kind: LaterKind, inherited: Inherited, defaults: DraftDefaults): string {
  const chosen = setMeant(inherited, defaults.set);
  const known: Known = { ...defaults, inherited, chosen, lives: keysMeant(kind, inherited, defaults.keys) };
  const parts = partsOf[kind](known);
  const people = peopleFor(kind, defaults.plan, [...parts.custodians]);
  return [
    '# Draft of a plan, made from what the ceremony before it left.',
    '# A place marked COMPLETE is empty on purpose: the plan is refused while one is left. Read the rest as well: people and devices may have changed.',
    '# Each field is explained in docs/plan.md. `keyrite plan check FILE` shows every problem, and the sixteen words that are read aloud.',
    ...yamlLines(head(kind, known)),
    '',
    ...yamlLines(parts.fields),
    '',
    ...yamlLines({ participants: personLines(people), pins: pinsFor(people, defaults.plan, kind !== 'destroy' && kind !== 'revoke') }),
    '',
    ...yamlLines(foot(defaults.plan)),
    '',
  ].join('\n');
}

function head(kind: LaterKind, { inherited, organisation, plan, lives }: Known): DraftMap {
  return {
    keyrite: 1,
    ceremony: kind,
    id: blank('the number under which the ceremony is filed'),
    title: titles[kind](lives.map((k) => k.name).join(', ')).replace(/: $/, ''),
    organisation: organisation ?? plan?.organisation ?? blank('the organisation'),
    mode: inherited.mode ?? blank('rehearsal or production'),
    strict: plan?.strict ?? false,
    follows: follows(kind, inherited),
  };
}

function follows(kind: LaterKind, { statement, ceremony }: Inherited): DraftValue {
  if (statement !== null) return ceremony === null ? statement : remarked(statement, `the statement of ${ceremony}`);
  return kind === 'restore' ? remarked(null, 'only the package is left') : blank("the SHA-256 of the last ceremony's statement; keyrite verify prints it");
}

const titles: Readonly<Record<LaterKind, (keys: string) => string>> = {
  restore: () => 'Restore of the keys onto a new HSM',
  check: () => 'Yearly check of the shares',
  reshare: () => 'New shares for the same keys',
  rotate: (keys) => `Rotation of keys: ${keys}`,
  destroy: (keys) => `Destruction of keys: ${keys}`,
  revoke: (keys) => `Emergency revocation of keys: ${keys}`,
  transfer: (keys) => `Delivery of a key to another key manager: ${keys}`,
};

function foot(plan: Plan | null): DraftMap {
  const officers = plan?.officers;
  return {
    officers: {
      ciso: officers?.ciso ?? blank('the chief information security officer'),
      keyManagementOfficer: officers?.keyManagementOfficer ?? blank('the key management officer'),
      isso: officers?.isso ?? blank('the information system security officer'),
      keyAdministrator: officers?.keyAdministrator ?? blank('the key administrator'),
    },
    separation: (plan?.separation ?? []).map(({ apart, why }) => ({ apart, why })),
    documents: (plan?.documents ?? []).map(({ title, sha256 }) => ({ title, sha256 })),
  };
}

interface Parts {
  readonly fields: DraftMap;
  /** Ids of everybody who brings or gets a share. */
  readonly custodians: ReadonlySet<string>;
}

const partsOf: Readonly<Record<LaterKind, (known: Known) => Parts>> = {
  restore: (k) => {
    const sets = k.set === null ? k.inherited.sets : [k.chosen].filter((s) => s !== null);
    const digest = (at: number): DraftValue => sets[at]?.package ?? blank('the SHA-256 of the package file');
    return withSets(k, sets, false, (drafted) => ({ hsm: newHsm(k.plan), sets: (drafted.length === 0 ? [noSet] : drafted).map(({ id, shares }, at) => ({ id, package: digest(at), shares })), lost: lostHsm(k.plan) }));
  },
  check: (k) => withSets(k, k.chosen === null ? [] : [k.chosen], true, (sets) => ({ hsm: hsmInUse(k.plan), set: sets[0] ?? noSet })),
  reshare: (k) => withSets(k, k.set === null ? k.inherited.sets : [k.chosen].filter((s) => s !== null), false, (sets) => ({ hsm: hsmInUse(k.plan), spare: spare(k.plan), sets: sets.length === 0 ? [noSet] : sets, backup: newBackup(k), reason: blank('why the shares are made anew') }), true),
  rotate: (k) => withSets(k, [], false, () => ({ hsm: hsmInUse(k.plan), spare: spare(k.plan), keys: nextKeys(k), backup: newBackup(k), deactivatedUntil: blank('the last day on which the old keys may still decrypt and verify, as "2028-12-31"') }), true),
  destroy: removal,
  revoke: removal,
  transfer: (k) => {
    const [key] = k.lives;
    const covering = k.set === null ? k.inherited.sets.findLast((s) => key !== undefined && s.keys.includes(key.name)) : (k.chosen ?? undefined);
    return withSets(k, covering === undefined ? [] : [covering], false, (sets) => ({ hsm: hsmInUse(k.plan), key: key?.name ?? blank('the key to deliver'), set: sets[0], target: { kind: blank('azure-byok, aws-kms, google-kms, pkcs11, dke or aws-xks, with the fields of that target') } }));
  },
};

function removal(k: Known): Parts {
  const names = k.lives.map((life) => life.name);
  const gone = new Set([...names, ...k.inherited.keys.filter((life) => life.state === 'destroyed').map((life) => life.name)]);
  const living = k.inherited.keys.filter((life) => life.state !== 'destroyed').map((life) => life.name);
  const sets = names.length === 0 ? [] : k.inherited.sets.filter((set) => set.keys.every((key) => gone.has(key)));
  const destroys = names.length > 0 ? names : remarked([], `COMPLETE: the keys to destroy, of: ${living.join(', ')}; and below each set of which no key is left`);
  return withSets(k, sets, true, (drafted) => ({ hsm: hsmInUse(k.plan), destroys, sets: drafted, reason: blank('why the keys are destroyed') }));
}

const noSet: DraftMap = { id: blank('the id of the share set, as on its sheets, without the hyphen'), shares: remarked([], 'COMPLETE: the shares that are brought: index, custodian, carrier') };

function withSets(k: Known, sets: readonly StandingSet[], every: boolean, fields: (sets: readonly DraftMap[]) => DraftMap, newSet = false): Parts {
  const drafted = sets.map((set): DraftMap => ({
    id: set.id,
    shares: bringers(set, every).map(({ index, custodian, carrier }) => ({ index: index ?? blank('the number of the share, as on its sheet', 0), custodian, ...carrierOf(k.plan, custodian, carrier) })),
  }));
  const holders = newSet && k.chosen !== null ? [k.chosen] : [];
  return { fields: fields(drafted), custodians: new Set([...sets.map((set) => ({ set, every })), ...holders.map((set) => ({ set, every: true }))].flatMap((s) => bringers(s.set, s.every)).map((b) => b.custodian)) };
}

/** The new set has the size and the custodians of the one that is meant. */
function newBackup({ chosen, plan }: Known): DraftMap {
  if (chosen === null) return { threshold: blank('how many shares restore', 0), shares: remarked([], 'COMPLETE: custodian and carrier of each share') };
  return { threshold: chosen.threshold, shares: bringers(chosen, true).map(({ custodian, carrier }) => ({ custodian, ...carrierOf(plan, custodian, carrier) })) };
}

function nextKeys({ lives, inherited }: Known): DraftValue {
  if (lives.length === 0) return remarked([], 'COMPLETE: no key is active; name what is rotated');
  const taken = new Set(inherited.keys.map((life) => life.name));
  return lives.map(({ name, purpose, type, cryptoperiodDays }) => ({ name: nextName(name, taken), replaces: name, purpose, type, cryptoperiodDays: cryptoperiodDays ?? blank('days of use', 0), backup: true }));
}

/** "master" then "master-2" then "master-3": a name that no key of the lineage ever had, of at most 32 characters. It is taken from then on. */
export function nextName(name: string, taken: Set<string>): string {
  const parts = /^(.*?)(?:-(\d{1,4}))?$/.exec(name)!;
  for (let n = Number(parts[2] ?? 1) + 1; ; n++) {
    const end = `-${String(n)}`;
    const next = `${parts[1]!.slice(0, 32 - end.length)}${end}`;
    if (taken.has(next)) continue;
    taken.add(next);
    return next;
  }
}

function setMeant(inherited: Inherited, id: string | null): StandingSet | null {
  const found = id === null ? newestSet(inherited.sets) : inherited.sets.find((set) => set.id === id);
  if (found === undefined && id !== null) throw new RefusalError('ceremony.inherited-set', { set: id });
  return found ?? null;
}

/** The newest of `sets`, or null where there is none. */
export function newestSet(sets: readonly StandingSet[]): StandingSet | null {
  return sets.toSorted((a, b) => ((a.made ?? '') < (b.made ?? '') ? -1 : 1)).at(-1) ?? null;
}

/** The keys that are named; else those that the kind is for: active ones but the root (its rotation is a ceremony of its own), ended ones, the one key that can be delivered. */
function keysMeant(kind: LaterKind, { keys }: Inherited, names: readonly string[]): readonly KeyLife[] {
  const living = keys.filter((life) => life.state !== 'destroyed');
  if (names.length > 0) {
    return names.map((key) => {
      const life = living.find((l) => l.name === key && (kind !== 'rotate' || l.state === 'active'));
      if (life === undefined) throw new RefusalError('ceremony.inherited-key', { key });
      return life;
    });
  }
  const active = living.filter((life) => life.state === 'active' && life.purpose !== 'root-signing');
  if (kind === 'rotate') return active;
  if (kind === 'destroy') return living.filter((life) => life.state === 'deactivated' || life.state === 'compromised');
  return kind === 'transfer' && active.length === 1 ? active : [];
}
