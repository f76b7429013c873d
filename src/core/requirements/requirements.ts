/**
 * What laws and standards ask of a key ceremony's record, which rules of the verifier serve it, and what of it no transcript can show. Data only; a rule is named by its
 * id, or a family of rules by its beginning. Holds no judgement: whether a requirement is met follows from the findings of its rules.
 */

export interface Requirement {
  /** Stable, of letters, digits, hyphens and dots. */
  readonly id: string;
  /** Where it stands, as it is cited. */
  readonly source: string;
  /** The document it is in. */
  readonly standard: Standard;
  /** Its id in the catalogue of NIST SP 800-53 rev 5 as OSCAL writes it, or null. */
  readonly control: string | null;
  /** What it asks, in a sentence. */
  readonly asks: string;
  /** Ids of rules, or beginnings of them ("R-KEY": every R-KEY-..). */
  readonly rules: readonly string[];
  /** What of it a transcript cannot show. */
  readonly beyond: string;
}

export const standards = ['HIPAA Security Rule', 'NIST SP 800-57 part 1 rev 5', 'NIST SP 800-53 rev 5', 'CA/B Forum Baseline Requirements', 'PCI PIN Security Requirements v3.1'] as const;
export type Standard = (typeof standards)[number];

type Line = Omit<Requirement, 'standard' | 'control' | 'source'>;
const hipaa = (source: string, line: Line): Requirement => ({ ...line, source, standard: 'HIPAA Security Rule', control: null });
const sp57 = (source: string, line: Line): Requirement => ({ ...line, source: `NIST SP 800-57 part 1 rev 5, ${source}`, standard: 'NIST SP 800-57 part 1 rev 5', control: null });
/** "SC-12(1)" is "sc-12.1" in OSCAL. */
const sp53 = (id: string, line: Omit<Line, 'id'>): Requirement => ({ ...line, id: `SP-800-53-${id.replace('(', '.').replace(')', '')}`, source: `NIST SP 800-53 rev 5, ${id}`, standard: 'NIST SP 800-53 rev 5', control: id.toLowerCase().replace('(', '.').replace(')', '') });
const cab = (source: string, line: Line): Requirement => ({ ...line, source: `CA/B Forum Baseline Requirements, ${source}`, standard: 'CA/B Forum Baseline Requirements', control: null });
const pci = (source: string, line: Line): Requirement => ({ ...line, source: `PCI PIN Security Requirements v3.1, ${source}`, standard: 'PCI PIN Security Requirements v3.1', control: null });

const RECORD = ['R-LINE', 'R-ENTRY', 'R-CHAIN', 'R-RECORD'] as const;
const BACKUP = ['R-SET', 'R-PROOF', 'R-CHECK', 'R-REST'] as const;

export const requirements: readonly Requirement[] = [
  hipaa('45 CFR 164.312(a)(2)(iv)', { id: 'HIPAA-164.312-a-2-iv', asks: 'A mechanism to encrypt and decrypt electronic protected health information.', rules: ['R-KEY', 'R-MODE', 'R-DELIV'], beyond: 'Which information is encrypted under these keys, and where, is not in a transcript.' }),
  hipaa('45 CFR 164.312(b)', { id: 'HIPAA-164.312-b', asks: 'Mechanisms that record and examine activity in systems that contain or use such information.', rules: [...RECORD, 'R-PLAY', 'R-TIME', 'R-PART'], beyond: 'What happens with the keys between ceremonies is recorded by the systems that use them.' }),
  hipaa('45 CFR 164.312(c)(1), (2)', { id: 'HIPAA-164.312-c', asks: 'Protection from improper alteration or destruction, and a mechanism that shows that none took place.', rules: ['R-CHAIN', 'R-RECORD', 'R-FILE', 'R-SIG', 'R-STMT'], beyond: 'It shows this of the record and of the keys, not of the information that they protect.' }),
  hipaa('45 CFR 164.316(b)(2)', { id: 'HIPAA-164.316-b-2', asks: 'Documentation kept for six years from when it last was in effect, available to those who need it, and kept up to date.', rules: ['R-LIFE', 'R-INH', 'R-LINEAGE'], beyond: 'Whether the bundle is kept, and where, is outside of it; it says only from when the term counts.' }),
  hipaa('45 CFR 164.308(a)(7)', { id: 'HIPAA-164.308-a-7', asks: 'A contingency plan: retrievable exact copies, procedures to restore them, tested.', rules: [...BACKUP, 'R-INH-06', 'R-INH-08', 'R-FULL-05', 'R-FULL-06'], beyond: 'Backups of the information itself, and how critical each application is, are planned elsewhere.' }),

  sp57('sections 5.3.6 and 7', { id: 'SP-800-57-states', asks: 'Each key has a cryptoperiod and a state, and passes from state to state as the standard allows.', rules: ['R-LIFE', 'R-KEY-17', 'R-KEY-18', 'R-LINEAGE-11', 'R-FULL-03', 'R-FULL-07'], beyond: 'That a deactivated key protects nothing new is enforced by the systems that use it.' }),
  sp57('section 8.1.5', { id: 'SP-800-57-generation', asks: 'Keys are generated within a validated module, by an approved method, for one purpose each.', rules: ['R-KEY'], beyond: 'The validation of the module is the word of its certificate; offline nobody can look it up.' }),
  sp57('sections 8.2.2 and 8.3.1', { id: 'SP-800-57-backup', asks: 'Keys are backed up so that they can be recovered, under protection equal to that of the keys.', rules: [...BACKUP, 'R-QUORUM', 'R-FULL-05', 'R-FULL-06'], beyond: 'How custodians keep their shares between ceremonies is seen only at the next check.' }),
  sp57('section 8.3.4', { id: 'SP-800-57-destruction', asks: 'Keys are destroyed in every place where they are when nothing needs them any more.', rules: ['R-DEST', 'R-ROOT-02'], beyond: 'A copy that was made outside of a recorded ceremony is not in any record; that none can be made is what the attributes of the keys are for.' }),

  sp53('SC-12', { asks: 'Cryptographic keys are established and managed by defined requirements for generation, distribution, storage, access and destruction.', rules: ['R-KEY', 'R-LIFE', 'R-PLAN', 'R-DEST', 'R-DELIV'], beyond: 'That the plan is what the organisation requires is decided by who approves it.' }),
  sp53('SC-12(1)', { asks: 'Information stays available where users lose keys.', rules: [...BACKUP, 'R-INH-08', 'R-DEST-04', 'R-FULL-05', 'R-FULL-06'], beyond: 'That custodians can be reached in time is seen in drills.' }),
  sp53('SC-12(2)', { asks: 'Symmetric keys are produced, controlled and distributed by approved technology and processes.', rules: ['R-KEY', 'R-SET-09', 'R-SET-11', 'R-DELIV'], beyond: 'The approval of the module is the word of its certificate.' }),
  sp53('SC-12(3)', { asks: 'Asymmetric keys are produced, controlled and distributed by approved technology and processes.', rules: ['R-KEY', 'R-ROOT', 'R-PROOF-03'], beyond: 'The approval of the module is the word of its certificate. Certificates over the public keys are issued elsewhere.' }),
  sp53('SC-13', { asks: 'The cryptography that the organisation has determined is used, in validated modules.', rules: ['R-KEY-08', 'R-KEY-15', 'R-KEY-16', 'R-PLAN-03', 'R-FULL-04'], beyond: 'Whether a certificate is current is looked up online.' }),
  sp53('AU-3', { asks: 'Records say what happened, when, where, its source and outcome, and who was involved.', rules: ['R-ENTRY', 'R-PLAY', 'R-PART', 'R-CONF', 'R-TIME', 'R-DEV'], beyond: 'The clock of an offline machine is recorded, not trusted.' }),
  sp53('AU-9(3)', { asks: 'Cryptographic mechanisms protect the integrity of audit information.', rules: [...RECORD, 'R-FILE', 'R-SIG', 'R-STMT', 'R-SIDE', 'R-REDACT', 'R-STAMP', 'R-LOG'], beyond: 'Nothing of it is beyond a transcript, but for whether the keys that signed are the right ones: pin them.' }),
  sp53('AU-10', { asks: 'Irrefutable evidence that a person, or a process on their behalf, performed an act.', rules: ['R-PART', 'R-CONF', 'R-SIG', 'R-STMT-03', 'R-STMT-04', 'R-TRUST', 'R-QUORUM', 'R-SIGNOFF', 'R-LOG'], beyond: 'Who stood behind a key is the word of those who were in the room and checked names.' }),
  sp53('AU-11', { asks: 'Audit records are retained for a defined period.', rules: ['R-LIFE', 'R-INH', 'R-LINEAGE'], beyond: 'Whether the bundle is kept is outside of it.' }),
  sp53('AC-3(2)', { asks: 'Dual authorization for privileged acts.', rules: ['R-CONF', 'R-QUORUM', 'R-STMT-08', 'R-PLAY-01', 'R-PLAN-03', 'R-FULL-01'], beyond: 'That two keys are two people is the word of those who were in the room.' }),
  sp53('AC-5', { asks: 'Duties of individuals are separated.', rules: ['R-STMT-04', 'R-PLAN-02', 'R-PLAN-03', 'R-SET-07', 'R-SET-13', 'R-DEV-01', 'R-FULL-02'], beyond: 'What these people may do in other systems is not in a transcript.' }),
  sp53('CP-9(8)', { asks: 'Cryptographic mechanisms protect backup information from disclosure and modification.', rules: ['R-SET', 'R-PROOF', 'R-INH-05', 'R-DEST-03', 'R-KEY-12'], beyond: 'Backups of other information are made elsewhere.' }),

  cab('6.1.1.1', { id: 'CAB-6.1.1.1', asks: 'A key pair is generated by a script, in a module, by people in trusted roles under multiple-person control, witnessed by an auditor.', rules: ['R-PLAN', 'R-PLAY', 'R-KEY', 'R-CONF', 'R-STMT-07', 'R-FULL-01', 'R-FULL-02'], beyond: 'Good practice here, not an obligation. A video and the report of a qualified auditor are made by people.' }),
  cab('5.4.1', { id: 'CAB-5.4.1', asks: 'Events of the life cycle of keys are recorded, with date and time, who, and what.', rules: [...RECORD, 'R-PLAY', 'R-TIME', 'R-STAMP', 'R-TOKEN', 'R-ENV', 'R-DEV'], beyond: 'Good practice here, not an obligation. Entries of the room and the safe are logged elsewhere.' }),
  pci('control objective 3 and requirement 9', { id: 'PCI-PIN-custody', asks: 'Key components are under dual control and split knowledge: each with a custodian of its own, in tamper-evident packaging that is checked.', rules: ['R-SET-04', 'R-SET-05', 'R-SET-06', 'R-SET-07', 'R-SET-12', 'R-SET-13', 'R-SET-14', 'R-QUORUM', 'R-CHECK'], beyond: 'Safes, their logs and the agreements that custodians signed are kept elsewhere.' }),
];

/** Whether the rule with this id serves `requirement`. */
export function serves(requirement: Requirement, rule: string): boolean {
  return requirement.rules.some((r) => rule === r || rule.startsWith(`${r}-`));
}

/** Every requirement that the rule with this id serves. */
export function servedBy(rule: string): readonly Requirement[] {
  return requirements.filter((r) => serves(r, rule));
}
