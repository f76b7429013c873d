/** What an organisation has to do with its keys and share sets between ceremonies, as data: each duty with its term and its source. */

export const dutyKinds = ['rotate', 'stop-using', 'destroy', 'destroy-compromised', 'check', 'retain'] as const;
export type DutyKind = (typeof dutyKinds)[number];

export interface DutyRule {
  /** What is to be done; {name} is the key, or the set as it stands on its sheets. */
  readonly what: string;
  /** Said instead where the date from which the term counts is not known; the duty is then due since the newest ceremony. */
  readonly unknown: string;
  readonly source: string;
}

export const dutyRules: Readonly<Record<DutyKind, DutyRule>> = {
  rotate: {
    what: 'Rotate the {name} key: its cryptoperiod ends',
    unknown: 'Rotate the {name} key: its age or cryptoperiod is not known',
    source: 'NIST SP 800-57 part 1 rev 5, section 5.3.6 (cryptoperiods), by the number of days in the plan that made the key',
  },
  'stop-using': {
    what: 'Stop using the {name} key: after this day it decrypts and verifies no more',
    unknown: 'Decide until when the {name} key may still decrypt and verify: no date was recorded',
    source: 'NIST SP 800-57 part 1 rev 5, section 7.4 (deactivated state), by the date in the plan that rotated the key',
  },
  destroy: {
    what: 'Destroy the {name} key: nothing needs it any more',
    unknown: 'Destroy the {name} key, once nothing needs it any more',
    source: 'NIST SP 800-57 part 1 rev 5, section 8.3.4 (key destruction)',
  },
  'destroy-compromised': {
    what: 'Destroy the {name} key now: it counts as compromised',
    unknown: 'Destroy the {name} key now: it counts as compromised',
    source: 'NIST SP 800-57 part 1 rev 5, section 7.5 (compromised state)',
  },
  check: {
    what: 'Check every share of set {name}, and its bags and cards',
    unknown: 'Check every share of set {name}: no check is known',
    source: 'Yearly by practice; no standard sets the interval. What is looked at: PCI PIN Security v3.1, requirement 9 (tamper-evident packaging)',
  },
  retain: {
    what: 'Until this day keep the record of the destroyed {name} key',
    unknown: 'Keep the record of the destroyed {name} key: its day is not known',
    source: '45 CFR 164.316(b)(2)(i) (HIPAA): six years from the date when it last was in effect',
  },
};

/** Days between two checks of a share set. */
export const CHECK_DAYS = 365;
/** Years for which the record of a destroyed key is kept. */
export const RETENTION_YEARS = 6;
/** A duty is soon within so many days. */
export const SOON_DAYS = 60;
