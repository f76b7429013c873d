/** Plans of every kind after the first, over the keys of the sample plan: the same room, the same people. */
import type { Played } from '../../src/cli/rehearsal/lasting-room.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { planFrom, SOFTHSM } from './sample-plan.ts';

const people = `participants:
  - { id: ada, name: Ada Admin, roles: [administrator] }
  - { id: sam, name: Sam Officer, roles: [security-officer] }
  - { id: ann, name: Ann One, roles: [custodian] }
  - { id: ben, name: Ben Two, roles: [custodian] }
  - { id: cem, name: Cem Three, roles: [custodian] }
  - { id: dee, name: Dee Four, roles: [custodian] }
  - { id: wim, name: Wim Witness, roles: [witness] }
  - { id: aud, name: Aud Auditor, roles: [auditor] }
pins:
  securityOfficer: [sam, ada]
  user: [ann, ben]
officers: { ciso: C, keyManagementOfficer: K, isso: I, keyAdministrator: A }
`;

const token = (field: string, label: string, prepare: 'adopt' | 'initialise'): string => `${field}:
  module: ${SOFTHSM}
  label: ${label}
  prepare: ${prepare}
  certificate: { standard: none }
`;

/** Who holds which share of the sample's sets, and on what. */
const holders = ['custodian: ann, carrier: paper', `custodian: ben, carrier: smartcard, card: { module: ${SOFTHSM}, label: card-ben }`, 'custodian: cem, carrier: paper'];
const shares = (indexes: readonly number[], indent: string): string => indexes.map((n) => `${indent}- { index: ${String(n)}, ${holders[n - 1] ?? ''} }\n`).join('');
const backup = `backup:
  threshold: 2
  shares:
${holders.map((h) => `    - { ${h} }\n`).join('')}`;

/** What a ceremony that was played leaves to the next. */
export function leftBy({ statement, sha256 }: Pick<Played, 'statement' | 'sha256'>): Inherited {
  const { ceremony, mode, lifecycle, shareSets } = statement.predicate;
  return { statement: sha256, ceremony, mode, keys: lifecycle, sets: shareSets };
}

export interface LaterOptions {
  readonly id?: string;
  /** Label of the HSM in use. */
  readonly hsm?: string;
  readonly spare?: string;
  /** How the spare is set up; a token that proved before is adopted. */
  readonly spareIs?: 'adopt' | 'initialise';
  /** Indexes of the shares that are brought. */
  readonly shares?: readonly number[];
  readonly keys?: readonly string[];
  /** Sets of the lineage that the plan is about; the last one in force unless told. */
  readonly sets?: readonly string[];
}

function head(ceremony: string, inherited: Inherited, id: string): string {
  return `keyrite: 1
ceremony: ${ceremony}
id: ${id}
title: Test ${ceremony}
organisation: Example Health System
mode: rehearsal
follows: ${inherited.statement === null ? 'null' : `'${inherited.statement}'`}
`;
}

/** Text of a plan of `kind` over what was left behind. */
export function laterText(kind: Exclude<Plan['ceremony'], 'generate'>, inherited: Inherited, options: LaterOptions = {}): string {
  const start = head(kind, inherited, options.id ?? `KC-TEST-${kind.toUpperCase()}`);
  const hsm = options.hsm ?? 'test-hsm';
  const sets = options.sets ?? inherited.sets.slice(-1).map((s) => s.id);
  const spare = token('spare', options.spare ?? 'test-spare', options.spareIs ?? 'initialise');
  const indexes = options.shares ?? [1, 2, 3];
  const oneSet = `set:\n  id: '${sets[0] ?? ''}'\n  shares:\n${shares(indexes, '    ')}`;
  const allSets = `sets:\n${sets.map((id) => `  - id: '${id}'\n    shares:\n${shares(indexes, '      ')}`).join('')}`;
  const toRestore = `sets:\n${sets.map((id) => `  - id: '${id}'\n    package: '${inherited.sets.find((s) => s.id === id)?.package ?? ''}'\n    shares:\n${shares(indexes, '      ')}`).join('')}`;
  const inUse = token('hsm', hsm, 'adopt');
  const keys = options.keys ?? ['master'];
  switch (kind) {
    case 'restore': return `${start}${token('hsm', hsm, 'initialise')}${toRestore}lost:\n  - { label: test-hsm, serial: '01', fate: lost }\n${people}`;
    case 'check': return `${start}${inUse}${oneSet}${options.spare === undefined ? '' : spare}${people}`;
    case 'reshare': return `${start}${inUse}${spare}${allSets}${backup}reason: a custodian has left\n${people}`;
    case 'rotate': return `${start}${inUse}${spare}keys:\n${keys.map((name) => rotated(inherited, name)).join('')}${backup}deactivatedUntil: 2031-01-15\n${people}`;
    case 'destroy':
    case 'revoke': return `${start}${inUse}destroys: [${keys.join(', ')}]\n${sets.length === 0 ? '' : allSets}reason: end of life\n${people}`;
    case 'transfer': return `${start}${inUse}key: ${keys[0] ?? ''}\n${oneSet}target:\n  kind: pkcs11\n  publicKey: ${'ab'.repeat(32)}\n  token: other-hsm\n${people}`;
    default: return kind satisfies never;
  }
}

function rotated(inherited: Inherited, name: string): string {
  const old = inherited.keys.find((k) => k.name === name);
  return `  - { name: ${nextName(name)}, replaces: ${name}, purpose: ${old?.purpose ?? 'master-wrapping'}, type: ${old?.type ?? 'aes-256'}, cryptoperiodDays: ${old?.purpose === 'root-signing' ? '730' : '365'}, backup: true }\n`;
}

/** master, master-2, master-3. */
export function nextName(name: string): string {
  const numbered = /^(.*)-(\d+)$/.exec(name);
  return numbered === null ? `${name}-2` : `${numbered[1] ?? name}-${String(Number(numbered[2]) + 1)}`;
}

export function laterPlan(kind: Exclude<Plan['ceremony'], 'generate'>, inherited: Inherited, options: LaterOptions = {}): Plan {
  return planFrom(laterText(kind, inherited, options));
}
