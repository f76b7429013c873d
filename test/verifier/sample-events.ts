/** For tests: every event of a small complete ceremony up to record.ended, in script order, with signatures left empty for the builder to fill. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { fromHex, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { proofChallenge } from '../../src/core/ceremony/challenge.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { deriveScript } from '../../src/core/ceremony/script.ts';
import type { Step } from '../../src/core/ceremony/steps.ts';
import { attributeNames } from '../../src/core/ports/hsm.ts';
import type { Capabilities, KeyEvidence, ObjectSummary, TokenReport, TriState } from '../../src/core/ports/hsm.ts';
import { encodePackage } from '../../src/core/shares/package-file.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import { personKey, rootKey } from './sample-keys.ts';
import { planBytes, samplePlan } from './sample-plan.ts';
import type { Mode } from './sample-plan.ts';

export const SET = 'QX7R04M2';
const NONCE = '5a'.repeat(32);
const ids = { root: '01'.repeat(16), master: '02'.repeat(16) } as const;

function tokenReport(serial: string, label: string): TokenReport {
  return {
    library: { description: 'Sample PKCS#11', manufacturer: 'Sample', version: '1.0', cryptoki: '2.40' },
    slot: { description: 'Slot', hardware: '1.0', firmware: '1.0', removable: true },
    token: { initialised: true, label, manufacturer: 'Sample', model: 'Model S', serial, hardware: '1.0', firmware: '1.0', protectedAuthenticationPath: false, userPinInitialised: true, writeProtected: false, userPin: 'ok', soPin: 'ok', minPinLength: 8, maxPinLength: 64 },
    mechanisms: ['CKM_AES_KEY_WRAP_PAD', 'CKM_ECDSA'],
  };
}
const reports = { primary: tokenReport('P0001', 'sample-hsm'), spare: tokenReport('S0002', 'sample-spare') } as const;
const capabilities: Capabilities = { keyTypes: ['ec-p384', 'aes-256'], keyWrapPad: 'CKM_AES_KEY_WRAP_PAD', unwrapsPrivateKeys: true, ecdsa: true, cmac: true, dataObjects: true, random: true, trustedWrapping: 'yes', wrapNonExtractable: 'refused' };

export function keyEvidence(name: 'root' | 'master', extractable: TriState): KeyEvidence {
  const attributes = Object.fromEntries(attributeNames.map((a) => [a, 'false'])) as Record<(typeof attributeNames)[number], TriState>;
  const common = { ...attributes, LOCAL: 'true', SENSITIVE: 'true', ALWAYS_SENSITIVE: 'true', WRAP_WITH_TRUSTED: 'true', PRIVATE: 'true', TOKEN: 'true', EXTRACTABLE: extractable } as const;
  return name === 'root'
    ? { name, type: 'ec-p384', purpose: 'root-signing', id: ids.root, attributes: { ...common, SIGN: 'true' }, keyGenMechanism: 'CKM_EC_KEY_PAIR_GEN', check: { kind: 'spki-sha256', value: spkiSha256(rootKey.spki), spki: toBase64(rootKey.spki) } }
    : { name, type: 'aes-256', purpose: 'master-wrapping', id: ids.master, attributes: { ...common, WRAP: 'true', UNWRAP: 'true' }, keyGenMechanism: 'CKM_AES_KEY_GEN', check: { kind: 'cmac', value: 'E3B1041AC5' } };
}

export function keyObjects(name: 'root' | 'master'): readonly ObjectSummary[] {
  const object = (kind: string, keyType: string, secret: boolean): ObjectSummary => ({ class: kind, label: name, id: ids[name], keyType, token: true, private: secret });
  return name === 'root' ? [object('CKO_PRIVATE_KEY', 'CKK_EC', true), object('CKO_PUBLIC_KEY', 'CKK_EC', false)] : [object('CKO_SECRET_KEY', 'CKK_AES', true)];
}

export function packageBytes(mode: Mode): Uint8Array {
  const wrapped = (name: 'root' | 'master', bytes: number): Parameters<typeof encodePackage>[0]['keys'][number] => {
    const { type, purpose, id, check } = keyEvidence(name, 'true');
    return { name, type, purpose, id, check, wrapped: toBase64(new Uint8Array(bytes).fill(bytes)) };
  };
  return encodePackage({ v: 1, ceremony: samplePlan(mode).id, mode, set: SET, threshold: 2, count: 3, keys: [wrapped('root', 88), wrapped('master', 40)] });
}

export function register(participant: string, roles: readonly string[], turn = 1): CeremonyEvent {
  return { type: 'participant.registered', participant, roles, publicKey: toBase64(personKey(participant, turn).spki), again: turn > 1, signature: '' };
}

const card = { label: 'card-ben', model: 'Card C', serial: 'C0007', removable: true } as const;

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
        { type: 'key.generation-started', key, id: ids[key] },
        { type: 'key.generated', key, evidence: keyEvidence(key, 'true'), inventoryBefore: key === 'root' ? [] : root, inventoryAfter: key === 'root' ? root : all, found: false },
      ];
    }
    case 'backup': {
      const commitments = [1, 2, 3].map((n) => ({ index: n, salt: `0${n}`.repeat(16), commitment: sha256Hex(utf8(`share ${n}`)) }));
      return [
        { type: 'backup.started', set: SET },
        { type: 'backup.made', set: SET, threshold: 2, count: 3, commitments, package: sha256Hex(packageBytes(mode)), trusted: true, wrappingKey: { TRUSTED: 'true', EXTRACTABLE: 'false', TOKEN: 'false' }, combinations: { total: 3, checked: 3 }, inventoryBefore: all, inventoryAfter: all },
      ];
    }
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
      return step.kind satisfies never;
  }
}

/** All events of the sample; `signature` is empty where a participant signs. */
export function sampleEvents(mode: Mode): readonly CeremonyEvent[] {
  const plan = samplePlan(mode);
  const opened: CeremonyEvent = { type: 'ceremony.opened', ceremony: plan.id, kind: 'generate', mode, title: plan.title, organisation: plan.organisation, planSha256: sha256Hex(planBytes(mode)), previous: null, application: 'keyrite sample', machine: { os: 'sample' } };
  const steps = deriveScript(plan).flatMap((step) => {
    const confirmations = step.confirmedBy.map((participant): CeremonyEvent => ({ type: 'step.confirmed', step: step.id, participant, signature: '' }));
    return step.confirmWhen === 'before' ? [...confirmations, ...work(mode, step)] : [...work(mode, step), ...confirmations];
  });
  return [opened, ...steps];
}
