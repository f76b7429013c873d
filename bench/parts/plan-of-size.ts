/** Plans for measurements: keys with a share set of any size, all on paper, and what follows them. */
import type { Played } from '../../src/cli/rehearsal/lasting-room.ts';

interface Size {
  readonly threshold: number;
  readonly count: number;
}

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const custodian = (n: number): string => `c${String(n)}`;
const token = (field: string, label: string, prepare: string): string => `${field}: { module: ${MODULE}, label: ${label}, prepare: ${prepare}, certificate: { standard: none } }\n`;

/** `round` keeps ids and labels apart. */
export function planOfSize(kind: 'generate' | 'restore' | 'check', { threshold, count }: Size, before: Played | null, round: number): string {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const people = numbers.map((n) => `  - { id: ${custodian(n)}, name: Custodian ${String(n)}, roles: [custodian] }\n`).join('');
  const head = `keyrite: 1
ceremony: ${kind}
id: BENCH-${kind.toUpperCase()}-${String(round)}
title: Benchmark
organisation: Benchmark
mode: rehearsal
participants:
  - { id: ada, name: Ada, roles: [administrator] }
  - { id: sam, name: Sam, roles: [security-officer] }
  - { id: wim, name: Wim, roles: [witness] }
  - { id: aud, name: Aud, roles: [auditor] }
${people}pins: { securityOfficer: [sam, ada], user: [c1, c2] }
officers: { ciso: C, keyManagementOfficer: K, isso: I, keyAdministrator: A }
`;
  const [set] = before?.statement.predicate.shareSets ?? [];
  const old = (indent: string, shares: readonly number[]): string => shares.map((n) => `${indent}- { index: ${String(n)}, custodian: ${custodian(n)}, carrier: paper }\n`).join('');
  switch (kind) {
    case 'generate':
      return `${head}${token('hsm', 'bench-hsm', 'initialise')}${token('spare', 'bench-spare', 'initialise')}keys:
  - { name: root, purpose: root-signing, type: ec-p384, cryptoperiodDays: 730, backup: true }
  - { name: master, purpose: master-wrapping, type: aes-256, cryptoperiodDays: 365, backup: true }
backup:
  threshold: ${String(threshold)}
  shares:
${numbers.map((n) => `    - { custodian: ${custodian(n)}, carrier: paper }\n`).join('')}`;
    case 'restore':
      return `${head}follows: '${before?.sha256 ?? ''}'\n${token('hsm', `bench-new-${String(round)}`, 'initialise')}sets:\n  - id: '${set?.id ?? ''}'\n    package: '${set?.package ?? ''}'\n    shares:\n${old('      ', numbers.slice(0, threshold))}`;
    case 'check':
      return `${head}follows: '${before?.sha256 ?? ''}'\n${token('hsm', 'bench-hsm', 'adopt')}set:\n  id: '${set?.id ?? ''}'\n  shares:\n${old('    ', numbers)}`;
    default:
      return kind satisfies never;
  }
}
