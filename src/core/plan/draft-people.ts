/** The people of a drafted plan: those of the plan before, and a place to complete for each who is needed and not known. */
import type { StandingSet } from '../lineage/types.ts';
import type { DraftMap, DraftValue } from './draft-yaml.ts';
import { blank } from './draft-yaml.ts';
import type { CeremonyKindName, Participant, Plan, Role } from './schema.ts';
import { neededRoles } from './tables/needed-roles.ts';

/** Somebody in the draft; without a name where only the id is known. */
export interface DraftPerson {
  readonly id: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly organisation?: string | undefined;
}

/** Who brings shares of `set`, by index; ids are made up where nobody is known (a package alone names nobody). */
export function bringers(set: StandingSet, every: boolean): readonly { readonly index: number | null; readonly custodian: string; readonly carrier: 'paper' | 'smartcard' | null }[] {
  const size = every ? set.count : set.threshold;
  const unknown = Array.from({ length: Math.max(0, size - set.custodians.length) }, (_, i) => ({ index: null, custodian: `custodian-${String(set.custodians.length + i + 1)}`, carrier: null }));
  return [...set.custodians.map(({ index, custodian, carrier }) => ({ index, custodian, carrier })), ...unknown];
}

/** Everybody whom a plan of this kind names: the people of the plan before, the custodians of the sets, a person for each role that is still empty, and two who can hold the users' PIN. */
export function peopleFor(kind: CeremonyKindName, before: Plan | null, custodians: readonly string[]): readonly DraftPerson[] {
  const people: DraftPerson[] = wanted(kind, before, custodians).map((p) => ({ ...p, name: p.name }));
  const add = (id: string, role: Role): void => {
    if (!people.some((p) => p.id === id)) people.push({ id, name: null, roles: [role] });
  };
  for (const custodian of custodians) add(custodian, 'custodian');
  for (const role of neededRoles[kind]) if (!people.some((p) => p.roles.includes(role))) add(role, role);
  // Where nobody is known: two for the users' PIN, and one who holds the half beside the officer's.
  for (let n = 1; before === null && people.filter(mayHoldUserPin).length < 3; n++) add(`custodian-${String(n)}`, 'custodian');
  return people;
}

/** In an emergency only those who are needed: fewer people are there sooner. */
function wanted(kind: CeremonyKindName, before: Plan | null, custodians: readonly string[]): readonly Participant[] {
  const all = before?.participants ?? [];
  if (kind !== 'revoke') return all;
  const pins: readonly string[] = before?.pins.user ?? [];
  return all.filter((p) => pins.includes(p.id) || custodians.includes(p.id) || p.roles.some((role) => neededRoles.revoke.some((needed) => needed === role)));
}

function mayHoldUserPin(person: DraftPerson): boolean {
  return person.roles.every((role) => role === 'administrator' || role === 'custodian');
}

/** Who types which half: as before; else the security officer with the administrator, and the next two who may. */
export function pinsFor(people: readonly DraftPerson[], before: Plan | null, withOfficer: boolean): DraftMap {
  const user = before?.pins.user;
  const officer = people.find((p) => p.roles.includes('security-officer'))?.id;
  const second = people.find((p) => p.roles.includes('administrator') && p.id !== officer && user?.includes(p.id) !== true)?.id ?? people.find((p) => mayHoldUserPin(p) && user?.includes(p.id) !== true)?.id;
  const halves: readonly DraftValue[] = before?.pins.securityOfficer ?? [officer ?? blank('the security officer'), second ?? blank('who types the second half')];
  const taken = withOfficer ? halves : [];
  const free = people.filter((p) => mayHoldUserPin(p) && !taken.includes(p.id)).toSorted((a, b) => Number(b.roles.includes('custodian')) - Number(a.roles.includes('custodian')));
  return { ...(withOfficer ? { securityOfficer: halves } : {}), user: user ?? free.slice(0, 2).map((p) => p.id) };
}

export function personLines(people: readonly DraftPerson[]): readonly DraftMap[] {
  return people.map((p) => ({ id: p.id, name: p.name ?? blank(`the name of ${p.id}`), roles: p.roles, organisation: p.organisation }));
}
