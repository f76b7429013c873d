/** Rules of a complete record: what an officer who was not there must find in it, beyond that nothing in it is wrong. All are remarks for the person who decides. */
import { warning as remark } from './rule.ts';
import type { Rule } from './rule.ts';

export const completenessRules = {
  'R-FULL-01': remark('Each act that makes, backs up, brings back, seals, delivers or destroys keys was confirmed by at least two different people.', 'For this act the record does not show dual control. Ask who else was there, and why it does not say so.'),
  'R-FULL-02': remark('An auditor or witness who holds no PIN half and no share confirmed what they saw.', 'Nobody who watched was independent of those who acted. Ask for another account of the ceremony.'),
  'R-FULL-03': remark('Each key that is not destroyed has a cryptoperiod.', 'It is not said until when this key may be used, so nobody will know when to rotate it. Set a date.'),
  'R-FULL-04': remark('The plan of a real ceremony names the certificate of the module that holds the keys.', 'That the module is a validated one is not even claimed here. Ask for its certificate.'),
  'R-FULL-05': remark('Each key in use that wraps or encrypts is restored by a share set in force.', 'If the HSM is lost, what this key protects is lost. Make a backup, or say in writing why there is none.'),
  'R-FULL-06': remark('A share set in force needs at least two shares, and can do without one.', 'Either one person alone can restore the keys, or one lost share makes them unrecoverable. Share the keys anew.'),
  'R-FULL-07': remark('The cryptoperiod of each active key had not passed when the ceremony ended.', 'This key is in use for longer than was decided. Rotate it.'),
} as const satisfies Readonly<Record<string, Rule>>;
