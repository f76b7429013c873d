/** Which roles must be filled in each kind of ceremony, as data. An emergency needs the fewest: dual control by the PIN holders, an officer, and somebody who watches. */
import type { CeremonyKindName, Role } from '../schema.ts';

const all: readonly Role[] = ['administrator', 'security-officer', 'custodian', 'witness', 'auditor'];
const withoutShares: readonly Role[] = ['administrator', 'security-officer', 'witness', 'auditor'];

export const neededRoles: Readonly<Record<CeremonyKindName, readonly Role[]>> = {
  generate: all,
  restore: all,
  check: all,
  reshare: all,
  rotate: all,
  destroy: withoutShares,
  revoke: ['security-officer', 'witness'],
  transfer: withoutShares,
};
