/** Pairs of roles that nobody may hold together, as data, each with its reason and source. A plan can add pairs, never take one away. */
import type { Role } from '../schema.ts';

export interface SeparationRow {
  readonly apart: readonly [Role, Role];
  readonly why: string;
  readonly source: string;
}

const AC_5 = 'NIST SP 800-53 rev 5, AC-5';
const FBCA = 'Federal Bridge CA certificate policy, section 5.2.4';
const IANA = 'IANA, key ceremony roles';

/** Administrator and custodian are not here: a small organisation may need it, and a plan can forbid it with a pair of its own. */
export const separation: readonly SeparationRow[] = [
  { apart: ['auditor', 'administrator'], why: 'who audits must not run what is audited', source: `${FBCA}; ${AC_5}` },
  { apart: ['auditor', 'security-officer'], why: 'who audits must not make keys', source: `${FBCA}; ${AC_5}` },
  { apart: ['auditor', 'custodian'], why: 'who audits must not hold a part of a key', source: AC_5 },
  { apart: ['auditor', 'witness'], why: 'who audits must be able to question what the witness attests', source: AC_5 },
  { apart: ['administrator', 'security-officer'], why: 'who runs the machine must not also hold the authority over the token', source: FBCA },
  { apart: ['security-officer', 'custodian'], why: 'who vouches for the wrapping key must not hold a share of it', source: AC_5 },
  { apart: ['witness', 'custodian'], why: 'a witness must not attest to their own acts', source: IANA },
  { apart: ['witness', 'security-officer'], why: 'a witness must not attest to their own acts', source: IANA },
  { apart: ['witness', 'administrator'], why: 'a witness watches that the administrator follows the script', source: IANA },
];
