/** A small plan for tests: two of three, one share on a smartcard, all on SoftHSM2. */
import { readPlan } from '../../src/core/plan/read-plan.ts';
import type { Plan, PlanOf } from '../../src/core/plan/schema.ts';

export const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';

export const planText = `keyrite: 1
ceremony: generate
id: KC-TEST-2-OF-3
title: Test keys
organisation: Example Health System
mode: rehearsal
hsm:
  module: ${SOFTHSM}
  label: test-hsm
  certificate: { standard: none }
spare:
  module: ${SOFTHSM}
  label: test-spare
  certificate: { standard: none }
keys:
  - { name: root, purpose: root-signing, type: ec-p384, cryptoperiodDays: 730, backup: true }
  - { name: master, purpose: master-wrapping, type: aes-256, cryptoperiodDays: 365, backup: true }
backup:
  threshold: 2
  shares:
    - { custodian: ann, carrier: paper }
    - { custodian: ben, carrier: smartcard, card: { module: ${SOFTHSM}, label: card-ben } }
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
officers: { ciso: C, keyManagementOfficer: K, isso: I, keyAdministrator: A }
`;

/** The plan in `text`. Throws with every problem where it is none. */
export function planFrom(text: string): Plan {
  const read = readPlan(text);
  if (!read.ok) throw new Error(read.problems.map((p) => `${p.path}: ${p.sentence}`).join('\n'));
  return read.plan;
}

export function samplePlan(text: string = planText): PlanOf<'generate'> {
  const plan = planFrom(text);
  if (plan.ceremony !== 'generate') throw new Error(plan.ceremony);
  return plan;
}
