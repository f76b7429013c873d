/** Rules of the shares: who holds them, and how many restore. */
import { found, repeated, rule } from './rule.ts';

const holders = rule(['participants', 'backup'], ({ participants, backup }) =>
  backup.shares.flatMap(({ custodian }, at) => {
    const path = ['backup', 'shares', at, 'custodian'];
    const person = participants.find((p) => p.id === custodian);
    if (person === undefined) return [found('error', 'plan.unknown-person', path, { id: custodian })];
    return person.roles.includes('custodian') ? [] : [found('error', 'plan.not-a-custodian', path, { name: person.name })];
  }),
);

const oneEach = rule(['backup'], ({ backup }) =>
  repeated(backup.shares, (s) => s.custodian).map((at) => found('error', 'plan.two-shares', ['backup', 'shares', at, 'custodian'], { id: backup.shares[at]!.custodian })),
);

/** In a reshare a custodian may be there only to give a share of the old set back. */
const allHold = rule(['participants', 'backup', 'ceremony'], ({ participants, backup, ceremony }) =>
  participants.flatMap((person, at) =>
    ceremony !== 'reshare' && person.roles.includes('custodian') && !backup.shares.some((s) => s.custodian === person.id) ? [found('warning', 'plan.custodian-without-share', ['participants', at], { name: person.name })] : [],
  ),
);

const threshold = rule(['backup'], ({ backup }) => {
  const detail = { threshold: backup.threshold, shares: backup.shares.length };
  if (backup.threshold > backup.shares.length) return [found('error', 'plan.threshold-above-shares', ['backup', 'threshold'], detail)];
  // One lost sheet would lose the keys: NIST SP 800-57 part 1 rev 5 section 8.2.2.1 asks that backup outlive single losses.
  return backup.threshold === backup.shares.length ? [found('warning', 'plan.threshold-equals-shares', ['backup', 'threshold'], detail)] : [];
});

export const shareRules = [holders, oneEach, allHold, threshold];
