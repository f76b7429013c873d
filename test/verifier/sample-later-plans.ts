/** For tests: plans of the ceremonies after the sample's first one: the same people, the same devices. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import { targetSpki } from './sample-device.ts';
import type { Mode } from './sample-plan.ts';

export type LaterKind = 'restore' | 'check' | 'reshare' | 'rotate' | 'destroy' | 'revoke' | 'transfer';

export interface LaterOptions {
  /** Keys that are rotated, destroyed or delivered. */
  readonly keys?: readonly string[];
  /** Ids of the sets that the plan is about; all in force unless told. */
  readonly sets?: readonly string[];
  /** Whether a check also proves the recovery. */
  readonly spare?: boolean;
  /** Whether a restore knows no statement. */
  readonly packageOnly?: boolean;
  /** Of the ceremony; one of its kind unless told. */
  readonly id?: string;
}

const people = `participants:
  - { id: ada, name: Ada Admin, roles: [administrator] }
  - { id: sam, name: Sam Officer, roles: [security-officer] }
  - { id: ann, name: Ann One, roles: [custodian] }
  - { id: ben, name: Ben Two, roles: [custodian] }
  - { id: cem, name: Cem Three, roles: [custodian] }
  - { id: wim, name: Wim Witness, roles: [witness] }
  - { id: aud, name: Aud Auditor, roles: [auditor] }
pins:
  securityOfficer: [sam, ada]
  user: [ann, ben]
officers: { ciso: C. Lead, keyManagementOfficer: K. Lead, isso: I. Lead, keyAdministrator: A. Lead }
`;

const token = (field: string, label: string, prepare: 'adopt' | 'initialise'): string => `${field}:
  module: /opt/vendor/pkcs11.so
  label: ${label}
  prepare: ${prepare}
  certificate: { standard: FIPS 140-3, number: '4703', level: 3 }
`;

const holders = ['custodian: ann, carrier: paper', 'custodian: ben, carrier: smartcard, card: { module: /opt/vendor/card.so, label: card-ben }', 'custodian: cem, carrier: paper'];
const backup = `backup:\n  threshold: 2\n  shares:\n${holders.map((h) => `    - { ${h} }\n`).join('')}`;
const oldShares = (indent: string): string => holders.map((h, i) => `${indent}- { index: ${i + 1}, ${h} }\n`).join('');

/** master, master-2, master-3. */
export function nextName(name: string): string {
  const numbered = /^(.*)-(\d+)$/.exec(name);
  return numbered === null ? `${name}-2` : `${numbered[1]!}-${Number(numbered[2]) + 1}`;
}

function rotated(name: string): string {
  const root = name.startsWith('root');
  return `  - { name: ${nextName(name)}, replaces: ${name}, purpose: ${root ? 'root-signing' : 'master-wrapping'}, type: ${root ? 'ec-p384' : 'aes-256'}, cryptoperiodDays: ${root ? 730 : 365}, backup: true }\n`;
}

/** Text of a plan of `kind` over what was left behind. */
export function laterPlanText(kind: LaterKind, mode: Mode, inherited: Inherited, options: LaterOptions = {}): string {
  const follows = inherited.statement === null || options.packageOnly === true ? 'null' : `'${inherited.statement}'`;
  const head = `keyrite: 1\nceremony: ${kind}\nid: ${options.id ?? `SAMPLE-${kind.toUpperCase()}`}\ntitle: Sample ${kind}\norganisation: Example Health System\nmode: ${mode}\nfollows: ${follows}\n`;
  const sets = options.sets ?? inherited.sets.map((s) => s.id);
  const oneSet = `set:\n  id: '${sets[0] ?? ''}'\n  shares:\n${oldShares('    ')}`;
  const allSets = sets.length === 0 ? 'sets: []\n' : `sets:\n${sets.map((id) => `  - id: '${id}'\n    shares:\n${oldShares('      ')}`).join('')}`;
  const toRestore = `sets:\n${sets.map((id) => `  - id: '${id}'\n    package: '${inherited.sets.find((s) => s.id === id)?.package ?? ''}'\n    shares:\n${oldShares('      ')}`).join('')}`;
  const inUse = token('hsm', 'sample-hsm', 'adopt');
  const spare = token('spare', 'sample-spare', 'initialise');
  const keys = options.keys ?? ['master'];
  switch (kind) {
    case 'restore':
      return `${head}${token('hsm', 'sample-new-hsm', 'initialise')}${toRestore}lost:\n  - { label: sample-hsm, serial: P0001, fate: broken }\n${people}`;
    case 'check':
      return `${head}${inUse}${oneSet}${options.spare === false ? '' : spare}${people}`;
    case 'reshare':
      return `${head}${inUse}${spare}${allSets}${backup}reason: a custodian has left\n${people}`;
    case 'rotate':
      return `${head}${inUse}${spare}keys:\n${keys.map(rotated).join('')}${backup}deactivatedUntil: 2031-01-15\n${people}`;
    case 'destroy':
    case 'revoke':
      return `${head}${inUse}destroys: [${keys.join(', ')}]\n${allSets}reason: end of life\n${people}`;
    case 'transfer':
      return `${head}${inUse}key: ${keys[0] ?? ''}\n${oneSet}target:\n  kind: pkcs11\n  publicKey: ${sha256Hex(targetSpki)}\n  token: other-hsm\n${people}`;
    default:
      return kind satisfies never;
  }
}
