/** For tests: every event of a small complete first ceremony up to record.ended, in script order, with signatures left empty for the builder to fill. */
import { fromHex, toBase64 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { proofChallenge } from '../../src/core/ceremony/challenge.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { deriveScript } from '../../src/core/ceremony/script.ts';
import type { Step } from '../../src/core/ceremony/steps.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import { capabilities, card, commitmentsOf, keyEvidence, keyId, keyObjects, packageOf, tokenReport } from './sample-device.ts';
import { personKey, rootKey } from './sample-keys.ts';
import { planBytes, samplePlan } from './sample-plan.ts';
import type { Mode } from './sample-plan.ts';

export const SET = 'QX7R04M2';
export const NONCE = '5a'.repeat(32);

const reports = { primary: tokenReport('P0001', 'sample-hsm'), spare: tokenReport('S0002', 'sample-spare') } as const;

export function packageBytes(mode: Mode): Uint8Array {
  return packageOf(samplePlan(mode).id, mode, SET, ['root', 'master']);
}

export function register(participant: string, roles: readonly string[], turn = 1): CeremonyEvent {
  return { type: 'participant.registered', participant, roles, publicKey: toBase64(personKey(participant, turn).spki), again: turn > 1, signature: '' };
}

/** The work of one step, without its confirmations. */
function work(mode: Mode, step: Step): readonly CeremonyEvent[] {
  const plan = samplePlan(mode);
  const token = step.subject?.token ?? 'primary';
  const index = step.subject?.share ?? 0;
  const root = keyObjects('root');
  const all = [...root, ...keyObjects('master')];
  switch (step.kind) {
    case 'plan-review':
      return [{ type: 'plan.reviewed', words: fingerprintWords(fromHex(sha256Hex(planBytes(mode)))), warnings: [] }];
    case 'preflight':
      return [{ type: 'environment.checked', findings: [{ id: 'network', status: 'pass', sentence: 'No network interface is up.' }] }];
    case 'attendance':
      return plan.participants.map((p) => register(p.id, p.roles));
    case 'hsm-check':
      return [{ type: 'hsm.examined', token, report: reports[token], inventory: [] }];
    case 'hsm-prepare':
      return [
        { type: 'hsm.prepare-started', token },
        { type: 'hsm.prepared', token, how: 'initialised', report: reports[token], capabilities, inventory: [], pinHolders: plan.pins },
      ];
    case 'key-generation': {
      const key = step.subject?.key === 'root' ? 'root' : 'master';
      return [
        { type: 'key.generation-started', key, id: keyId(key) },
        { type: 'key.generated', key, evidence: keyEvidence(key, 'true'), inventoryBefore: key === 'root' ? [] : root, inventoryAfter: key === 'root' ? root : all, found: false },
      ];
    }
    case 'backup':
      return [
        { type: 'backup.started', set: SET },
        { type: 'backup.made', set: SET, threshold: 2, count: 3, commitments: commitmentsOf(SET), package: sha256Hex(packageBytes(mode)), trusted: true, wrappingKey: { TRUSTED: 'true', EXTRACTABLE: 'false', TOKEN: 'false' }, combinations: { total: 3, checked: 3 }, inventoryBefore: all, inventoryAfter: all },
      ];
    case 'share-writing': {
      const { custodian, carrier } = plan.backup.shares[index - 1]!;
      return [{ type: 'share.written', set: SET, index, custodian, carrier, where: carrier === 'paper' ? 'printed' : 'card-ben', ...(carrier === 'smartcard' ? { card } : {}) }];
    }
    case 'share-reading':
      return index === 2 ? [{ type: 'share.removed', set: SET, index }, { type: 'share.read', set: SET, index, from: 'smartcard', card }] : [{ type: 'share.read', set: SET, index, from: index === 1 ? 'camera' : 'typed' }];
    case 'proof':
      return [
        { type: 'proof.started', set: SET, shares: [1, 3] },
        {
          type: 'proof.passed',
          set: SET,
          shares: [1, 3],
          token: reports.spare.token,
          challenge: NONCE,
          keys: [
            { name: 'root', check: keyEvidence('root', 'true').check, matches: true, challengeSignature: toBase64(rootKey.sign(proofChallenge(plan.id, SET, NONCE))) },
            { name: 'master', check: keyEvidence('master', 'true').check, matches: true, challengeSignature: null },
          ],
          inventoryBefore: [],
          inventoryAfter: [],
        },
      ];
    case 'seal':
      return [{ type: 'key.sealed', key: 'root', evidence: keyEvidence('root', 'false') }, { type: 'key.sealed', key: 'master', evidence: keyEvidence('master', 'false') }];
    case 'signing':
      return [{ type: 'record.ended', inventory: all }];
    case 'closing':
      return [];
    default:
      throw new Error(`a first ceremony has no step ${step.kind}`);
  }
}

/** All events of the sample; `signature` is empty where a participant signs. */
export function sampleEvents(mode: Mode): readonly CeremonyEvent[] {
  const plan = samplePlan(mode);
  const opened: CeremonyEvent = { type: 'ceremony.opened', ceremony: plan.id, kind: 'generate', mode, title: plan.title, organisation: plan.organisation, planSha256: sha256Hex(planBytes(mode)), previous: null, inherited: [], application: 'keyrite sample', machine: { os: 'sample' } };
  const steps = deriveScript(plan).flatMap((step) => {
    const confirmations = step.confirmedBy.map((participant): CeremonyEvent => ({ type: 'step.confirmed', step: step.id, participant, signature: '' }));
    return step.confirmWhen === 'before' ? [...confirmations, ...work(mode, step)] : [...work(mode, step), ...confirmations];
  });
  return [opened, ...steps];
}
