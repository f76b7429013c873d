/** For tests: the plan of the sample bundle, two of three, one share on a smartcard. */
import { readPlanBytes } from '../../src/core/plan/read-plan.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import type { PlanOf } from '../../src/core/plan/schema.ts';

export type Mode = 'rehearsal' | 'production';

/** What makes the plan of a sample one that asks for second signatures. */
export const POST_QUANTUM = 'signatures: { postQuantum: ml-dsa-65 }\n';

export function planBytes(mode: Mode, more = ''): Uint8Array {
  return utf8(`keyrite: 1
ceremony: generate
id: SAMPLE-2-OF-3
title: Sample keys
organisation: Example Health System
mode: ${mode}
hsm:
  module: /opt/vendor/pkcs11.so
  label: sample-hsm
  certificate: { standard: FIPS 140-3, number: '4703', level: 3 }
spare:
  module: /opt/vendor/pkcs11.so
  label: sample-spare
  certificate: { standard: FIPS 140-3, number: '4703', level: 3 }
keys:
  - { name: root, purpose: root-signing, type: ec-p384, cryptoperiodDays: 730, backup: true }
  - { name: master, purpose: master-wrapping, type: aes-256, cryptoperiodDays: 365, backup: true }
backup:
  threshold: 2
  shares:
    - { custodian: ann, carrier: paper }
    - { custodian: ben, carrier: smartcard, card: { module: /opt/vendor/card.so, label: card-ben } }
    - { custodian: cem, carrier: paper }
participants:
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
${more}`);
}

export function samplePlan(mode: Mode, more = ''): PlanOf<'generate'> {
  const read = readPlanBytes(planBytes(mode, more));
  if (!read.ok) throw new Error(read.problems.map((p) => `${p.path}: ${p.sentence}`).join('\n'));
  if (read.plan.ceremony !== 'generate') throw new Error(read.plan.ceremony);
  return read.plan;
}
