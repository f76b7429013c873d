/** The rule of separation of duties: nobody holds two roles that must be apart, by the built-in table or by the plan's own pairs. */
import { separation } from '../tables/separation.ts';
import { roleNames } from './people.ts';
import { found, rule } from './rule.ts';

const apart = rule(['participants', 'separation'], (plan) => {
  const pairs = [...separation.map(({ apart: pair, why }) => ({ pair, why })), ...plan.separation.map(({ apart: pair, why }) => ({ pair, why: `this plan says: ${why}` }))];
  return plan.participants.flatMap((person, at) =>
    pairs
      .filter(({ pair: [one, other] }) => one !== other && person.roles.includes(one) && person.roles.includes(other))
      .map(({ pair: [one, other], why }) => found('error', 'plan.roles-not-apart', ['participants', at, 'roles'], { name: person.name, one: roleNames[one], other: roleNames[other], why })),
  );
});

const twoRoles = rule(['separation'], (plan) =>
  plan.separation.flatMap(({ apart: [one, other] }, at) => (one === other ? [found('error', 'plan.separation-of-one', ['separation', at, 'apart'], { role: roleNames[one] })] : [])),
);

export const separationRules = [apart, twoRoles];
