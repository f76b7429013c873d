/** Who in a plan holds which role; the first of a role is the one a script names. */
import { backupOf } from '../plan/parts.ts';
import type { Participant, Plan, Role } from '../plan/schema.ts';

export function holders(plan: Plan, role: Role): readonly Participant[] {
  return plan.participants.filter((p) => p.roles.includes(role));
}

/** Id of the first holder of `role`, or null where the plan has none (the plan check refuses such a plan). */
export function firstHolder(plan: Plan, role: Role): string | null {
  return holders(plan, role)[0]?.id ?? null;
}

/** People who may accept a deviation: security officer and auditor, never the one who recorded it. */
export function deviationAcceptors(plan: Plan): readonly string[] {
  return plan.participants.filter((p) => p.roles.includes('security-officer') || p.roles.includes('auditor')).map((p) => p.id);
}

const roleWords: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  'security-officer': 'Security officer',
  custodian: 'Custodian',
  witness: 'Witness',
  auditor: 'Auditor',
};

/** The participant's roles in words; custodians are numbered by their share. */
export function rolesInWords(plan: Plan, participant: Participant): readonly string[] {
  return participant.roles.map((role) => {
    if (role !== 'custodian') return roleWords[role];
    const index = (backupOf(plan)?.shares ?? []).findIndex((s) => s.custodian === participant.id);
    return index < 0 ? roleWords.custodian : `${roleWords.custodian} ${String(index + 1)}`;
  });
}
