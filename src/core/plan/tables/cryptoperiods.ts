/** How long a key of each purpose may be used to protect (originator-usage period), as data, each row with its source. */
import type { KeyPurpose } from '../schema.ts';

export interface CryptoperiodRow {
  readonly purposes: readonly KeyPurpose[];
  /** Days, both inclusive; null where there is no such bound. */
  readonly least: number | null;
  readonly most: number | null;
  /** `bound`: beyond it a plan warns, or is refused where it is strict. `advice`: beyond it a plan only warns, because the rule binds some organisations. */
  readonly force: 'bound' | 'advice';
  readonly source: string;
}

const TABLE_1 = 'NIST SP 800-57 part 1 rev 5 section 5.3.6, table 1';

export const cryptoperiods: readonly CryptoperiodRow[] = [
  { purposes: ['data-encryption'], least: 90, most: 180, force: 'bound', source: `HYOK schedule for data keys: 90 to 180 days, within the 2 years of ${TABLE_1}` },
  { purposes: ['key-wrapping'], least: 182, most: 366, force: 'bound', source: `HYOK schedule for key-encryption keys: 6 to 12 months, within the 2 years of ${TABLE_1}` },
  { purposes: ['master-wrapping'], least: 365, most: 731, force: 'bound', source: `HYOK schedule for master keys: 12 to 24 months, within the 2 years of ${TABLE_1} for key-wrapping keys` },
  { purposes: ['root-signing', 'signing'], least: 365, most: 1096, force: 'bound', source: `private signature keys: 1 to 3 years, ${TABLE_1}` },
  { purposes: ['data-encryption', 'key-wrapping', 'master-wrapping'], least: null, most: 366, force: 'advice', source: 'CMS key management: keys that protect CMS data are replaced at least once a year' },
];
