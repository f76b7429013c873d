/** Rules of the PIN halves: four different people, the security officer over the officer's PIN, nobody who watches, and dual control over the keys. */
import type { PlanPath } from '../problem.ts';
import type { PlanFields } from '../schema.ts';
import { roleNames } from './people.ts';
import { found, repeated, rule } from './rule.ts';

interface Holder {
  readonly id: string;
  readonly path: PlanPath;
  readonly pin: 'securityOfficer' | 'user';
}

function holders(pins: PlanFields['pins']): readonly Holder[] {
  return (['securityOfficer', 'user'] as const).flatMap((pin) => (pins[pin] ?? []).map((id, at) => ({ id, pin, path: ['pins', pin, at] })));
}

const fourPeople = rule(['pins'], ({ pins }) => {
  const all = holders(pins);
  return repeated(all, (h) => h.id).map((at) => found('error', 'plan.pin-holder-twice', all[at]!.path, { id: all[at]!.id }));
});

const fit = rule(['pins', 'participants'], ({ pins, participants }) =>
  holders(pins).flatMap(({ id, path, pin }) => {
    const person = participants.find((p) => p.id === id);
    if (person === undefined) return [found('error', 'plan.unknown-person', path, { id })];
    const watching = person.roles.find((r) => r === 'auditor' || r === 'witness');
    if (watching !== undefined) return [found('error', 'plan.pin-holder-watches', path, { name: person.name, role: roleNames[watching] })];
    // PKCS #11 keeps the officer from private keys; a person with half of the user's PIN would be on both sides of that wall.
    if (pin === 'user' && person.roles.includes('security-officer')) return [found('error', 'plan.officer-in-user-pin', path, { name: person.name })];
    return [];
  }),
);

const officerHolds = rule(['pins', 'participants'], ({ pins, participants }) =>
  pins.securityOfficer === undefined || pins.securityOfficer.some((id) => participants.find((p) => p.id === id)?.roles.includes('security-officer') === true) ? [] : [found('error', 'plan.pin-without-officer', ['pins', 'securityOfficer'])],
);

/** Those who confirm before a key is made: the security officer and the holders of the user's PIN. */
const dualControl = rule(['pins', 'participants'], ({ pins, participants }) => {
  const officers = participants.filter((p) => p.roles.includes('security-officer')).map((p) => p.id);
  const present = new Set([...officers, ...pins.user].filter((id) => participants.some((p) => p.id === id)));
  return present.size >= 2 ? [] : [found('error', 'plan.no-dual-control', ['pins'])];
});

export const pinRules = [fourPeople, fit, officerHolds, dualControl];
