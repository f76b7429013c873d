/** Rules of the people: each one once, under one id and name, and every role filled. */
import type { Role } from '../schema.ts';
import { neededRoles } from '../tables/needed-roles.ts';
import { found, repeated, rule } from './rule.ts';

/** How each role is called in a sentence. */
export const roleNames: Readonly<Record<Role, string>> = {
  administrator: 'administrator',
  'security-officer': 'security officer',
  custodian: 'custodian',
  witness: 'witness',
  auditor: 'auditor',
};

const idTwice = rule(['participants'], ({ participants }) => repeated(participants, (p) => p.id).map((at) => found('error', 'plan.person-twice', ['participants', at, 'id'], { id: participants[at]!.id })));

/** Compared without case, spacing and compatibility forms (Unicode NFKC): names that look the same are the same to the room. */
const nameTwice = rule(['participants'], ({ participants }) =>
  repeated(participants, (p) => p.name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()).map((at) => found('warning', 'plan.same-name', ['participants', at, 'name'], { name: participants[at]!.name })),
);

const roleTwice = rule(['participants'], ({ participants }) =>
  participants.flatMap((person, at) => repeated(person.roles, (r) => r).map((n) => found('error', 'plan.role-twice', ['participants', at, 'roles', n], { name: person.name, role: roleNames[person.roles[n]!] }))),
);

const everyRole = rule(['participants', 'ceremony'], ({ participants, ceremony }) =>
  neededRoles[ceremony].filter((role) => !participants.some((p) => p.roles.includes(role))).map((role) => found('error', 'plan.role-missing', ['participants'], { role: roleNames[role] })),
);

export const peopleRules = [idTwice, nameTwice, roleTwice, everyRole];
