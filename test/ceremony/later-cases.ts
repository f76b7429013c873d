/** Refusals of the ceremonies after the first, each as somebody tries it: what, code, state, event. */
import type { CeremonyEvent, EventOf } from '../../src/core/ceremony/events.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import type { RefusalCode } from '../../src/core/refusals/codes.ts';
import { closedState, evidence, happyPath, keyId, leftBehind, SET, signature, stateBefore } from './happy-path.ts';
import { laterPlan } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { samplePlan } from './sample-plan.ts';

export type Case = readonly [what: string, code: RefusalCode, state: CeremonyState, event: CeremonyEvent];
type Later = Exclude<Plan['ceremony'], 'generate'>;

const first = closedState(samplePlan());
const generated = leftBehind(first);

/** The state of a later ceremony just before the nth event of a type, and that event. */
function at<T extends CeremonyEvent['type']>(kind: Later, type: T, options: LaterOptions = {}, nth = 0): { readonly state: CeremonyState; readonly event: EventOf<T> } {
  const plan = laterPlan(kind, generated, options);
  let seen = -1;
  const stop = (e: CeremonyEvent): boolean => e.type === type && ++seen === nth;
  const state = stateBefore(plan, stop, generated);
  const event = happyPath(plan, generated).filter((e): e is EventOf<T> => e.type === type)[nth];
  if (event === undefined) throw new Error(`${kind} has no ${type}`);
  return { state, event };
}

function after(state: CeremonyState, ...events: readonly CeremonyEvent[]): CeremonyState {
  return events.reduce((now, event) => {
    const outcome = transition(now, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    return outcome.state;
  }, state);
}

const join = at('restore', 'quorum.joined');
const presented = at('restore', 'share.presented');
const second = at('restore', 'share.presented', {}, 1);
const restore = at('restore', 'restore.started');
const passed = at('restore', 'restore.passed');
const checked = at('check', 'share.checked');
const checkedCard = at('check', 'share.checked', {}, 1);
const found = at('check', 'key.found');
const states = at('rotate', 'key.state-set');
const certified = at('rotate', 'root.certified', { keys: ['root'] });
const destroyed = at('destroy', 'key.destroyed');
const rootGoes = at('destroy', 'root.attested', { keys: ['root'] });
const share = at('destroy', 'share.destroyed');
const retired = at('restore', 'hsm.retired');
const target = at('transfer', 'target.imported');
const delivered = at('transfer', 'key.delivered');
const reshared = at('reshare', 'backup.started');
const voided = at('reshare', 'set.voided');
const written = at('reshare', 'share.written');
const attendance = at('check', 'participant.registered');

const absent = (participant: string, by = 'sam'): CeremonyEvent => ({ type: 'participant.absent', participant, reason: 'ill', by });
const declareVoid = (one: string, other: string, set = SET): CeremonyEvent => ({ type: 'set.declared-void', set, reason: 'the printer jammed', participant: one, signature, second: { participant: other, signature } });
const made = written.state.set?.id ?? '';

export const laterCases: readonly Case[] = [
  ['leaving out who holds a PIN half', 'ceremony.needed-here', attendance.state, absent('ann')],
  ['leaving out the auditor', 'ceremony.needed-here', attendance.state, absent('aud')],
  ['leaving out a custodian whose new share is to be made', 'ceremony.needed-here', at('reshare', 'participant.registered').state, absent('cem')],
  ['declaring oneself absent', 'ceremony.two-people', attendance.state, absent('dee', 'dee')],
  ['leaving out a stranger', 'ceremony.unknown-person', attendance.state, absent('eve')],
  ['leaving somebody out twice', 'ceremony.absent-already', after(attendance.state, absent('dee')), absent('dee')],
  ['registering who is absent', 'ceremony.absent-already', after(attendance.state, absent('dee')), { type: 'participant.registered', participant: 'dee', roles: ['custodian'], publicKey: 'AAAA', again: false, signature }],
  ['leaving out who is there', 'ceremony.already-registered', after(attendance.state, { type: 'participant.registered', participant: 'dee', roles: ['custodian'], publicKey: 'AAAA', again: false, signature }), absent('dee')],
  ['leaving somebody out later', 'ceremony.wrong-step', join.state, absent('dee')],

  ['a key on the HSM that is not the one of the record', 'ceremony.key-differs', found.state, { ...found.event, evidence: { ...found.event.evidence, id: keyId('other') } }],
  ['a key on the HSM that can be taken out', 'ceremony.evidence-mismatch', found.state, { ...found.event, evidence: evidence(found.state, found.event.key, 'true') }],
  ['finding a key that the lineage does not know', 'ceremony.key-unknown', found.state, { ...found.event, key: 'other' }],
  ['finding a key twice', 'ceremony.key-exists', after(found.state, found.event), found.event],

  ['joining for another purpose', 'ceremony.other-purpose', join.state, { ...join.event, purpose: { ...join.event.purpose, operation: 'transfer' } }],
  ['joining for other keys', 'ceremony.other-purpose', join.state, { ...join.event, purpose: { ...join.event.purpose, keys: ['root'] } }],
  ['joining for another HSM', 'ceremony.other-purpose', join.state, { ...join.event, purpose: { ...join.event.purpose, token: '99' } }],
  ['joining without being a custodian', 'ceremony.not-a-custodian', join.state, { ...join.event, participant: 'wim' }],
  ['joining twice', 'ceremony.joined-already', after(join.state, join.event), join.event],
  ['presenting without having agreed', 'ceremony.not-joined', presented.state, { ...presented.event, participant: 'cem' }],
  ['presenting two shares', 'ceremony.presented-already', after(presented.state, presented.event), { ...presented.event, index: 3 }],
  ['presenting a share twice', 'ceremony.share-read-twice', second.state, { ...second.event, index: presented.event.index }],
  ['presenting a share that the set does not have', 'ceremony.share-unknown', presented.state, { ...presented.event, index: 9 }],
  ['restoring from a set that is not in force', 'ceremony.wrong-step', restore.state, { ...restore.event, set: 'ZZZZZZZZ' }],
  ['clearing a quorum of another set', 'ceremony.set-other', presented.state, { type: 'quorum.cleared', set: 'ZZZZZZZZ', reason: 'r' }],
  ['clearing a quorum that was used', 'ceremony.wrong-step', at('restore', 'key.sealed').state, { type: 'quorum.cleared', set: SET, reason: 'r' }],

  ['restoring below the threshold', 'ceremony.quorum-short', restore.state, { ...restore.event, shares: [1] }],
  ['restoring with a share twice', 'ceremony.quorum-short', restore.state, { ...restore.event, shares: [1, 1] }],
  ['restoring with a share nobody presented', 'ceremony.quorum-short', restore.state, { ...restore.event, shares: [1, 3] }],
  ['restoring after a restart, without the shares', 'ceremony.wrong-step', after(restore.state, { type: 'ceremony.resumed', machine: {}, findings: [] }), restore.event],
  ['a restored key that is another', 'ceremony.proof-mismatch', passed.state, { ...passed.event, keys: passed.event.keys.map((k) => ({ ...k, check: { kind: 'cmac' as const, value: '0000000000' } })) }],
  ['a restored key that does not match', 'ceremony.proof-mismatch', passed.state, { ...passed.event, keys: passed.event.keys.map((k) => ({ ...k, matches: false })) }],
  ['a key left behind at the restore', 'ceremony.proof-mismatch', passed.state, { ...passed.event, keys: passed.event.keys.slice(1) }],
  ['a restored key that can be taken out', 'ceremony.evidence-mismatch', passed.state, { ...passed.event, evidence: passed.event.evidence.map((e) => ({ ...e, attributes: { ...e.attributes, EXTRACTABLE: 'true' as const } })) }],
  ['a restored key that says it was made here', 'ceremony.evidence-mismatch', passed.state, { ...passed.event, evidence: passed.event.evidence.map((e) => ({ ...e, attributes: { ...e.attributes, LOCAL: 'true' as const } })) }],
  ['a restore that did not begin', 'ceremony.wrong-step', restore.state, passed.event],
  ['another fate of the old HSM than planned', 'ceremony.other-plan', retired.state, { ...retired.event, fate: 'stolen' }],
  ['the old HSM’s fate told by a stranger', 'ceremony.unknown-person', retired.state, { ...retired.event, by: 'eve' }],

  ['calling a share readable that nobody read', 'ceremony.evidence-mismatch', checked.state, { type: 'share.checked', set: SET, index: 1, result: 'readable', bag: null }],
  ['calling a share on a card readable from a picture', 'ceremony.evidence-mismatch', checkedCard.state, { ...checkedCard.event, from: 'image' }],
  ['calling a share readable from another card', 'ceremony.bag-mismatch', checkedCard.state, { ...checkedCard.event, card: { label: 'c', model: 'm', serial: 'another', removable: true } }],
  ['calling a share missing without a word', 'ceremony.evidence-mismatch', checked.state, { type: 'share.checked', set: SET, index: 1, result: 'missing', bag: null }],
  ['calling a bag a mismatch that is none', 'ceremony.bag-mismatch', checked.state, { ...checked.event, result: 'bag-mismatch' }],
  ['checking out of turn', 'ceremony.wrong-step', checked.state, { ...checked.event, index: 2 }],

  ['making the new set before the old quorum is there', 'ceremony.wrong-step', at('reshare', 'quorum.joined').state, reshared.event],
  ['making a set under an id of the lineage', 'ceremony.set-other', reshared.state, { type: 'backup.started', set: SET }],
  ['giving up the old set before the new one is proven', 'ceremony.set-other', written.state, declareVoid('sam', 'aud')],
  ['voiding the old set without everyone’s word', 'ceremony.confirmations-missing', beforeConfirmations(voided), voided.event],
  ['declaring the set void alone', 'ceremony.two-people', written.state, declareVoid('sam', 'sam', made)],
  ['declaring the set void with a stranger', 'ceremony.unknown-person', written.state, declareVoid('sam', 'eve', made)],
  ['declaring a set void after its proof', 'ceremony.wrong-step', voided.state, declareVoid('sam', 'aud', made)],

  ['another state than planned', 'ceremony.other-plan', states.state, { ...states.event, state: 'destroyed' }],
  ['another date than planned', 'ceremony.other-plan', states.state, { ...states.event, until: '2099-01-01' }],
  ['setting a state twice', 'ceremony.state-set-twice', withTwoStates(), { ...states.event, key: 'root', until: '2031-01-15' }],
  ['certifying another root', 'ceremony.evidence-mismatch', certified.state, { ...certified.event, next: 'ef'.repeat(32) }],
  ['a root that certifies itself', 'ceremony.evidence-mismatch', certified.state, { ...certified.event, next: certified.event.old }],

  ['destroying the root without its last word', 'ceremony.attestation-missing', rootGoes.state, { type: 'key.destroyed', key: 'root', failedUse: 'CKR_KEY_HANDLE_INVALID', inventoryBefore: [], inventoryAfter: [] }],
  ['a last word of the root where another key goes', 'ceremony.wrong-step', destroyed.state, { type: 'root.attested', signature }],
  ['a destroyed key that is still there', 'ceremony.evidence-mismatch', destroyed.state, { ...destroyed.event, inventoryAfter: destroyed.event.inventoryBefore }],
  ['a destroyed key that still works', 'ceremony.evidence-mismatch', destroyed.state, { ...destroyed.event, failedUse: 'CKR_OK' }],
  ['another key gone with it', 'ceremony.evidence-mismatch', destroyed.state, { ...destroyed.event, inventoryAfter: [] }],
  ['destroying a key that the plan does not name', 'ceremony.wrong-step', destroyed.state, { ...destroyed.event, key: 'root' }],
  ['accounting for a share twice', 'ceremony.accounted-already', after(share.state, share.event), share.event],
  ['accounting for a share that the set does not have', 'ceremony.share-unknown', share.state, { ...share.event, index: 9 }],

  ['another target key than planned', 'transfer.other-key', target.state, { ...target.event, spkiSha256: 'cd'.repeat(32) }],
  ['another kind of target than planned', 'transfer.other-key', target.state, { ...target.event, kind: 'aws-kms' }],
  ['delivering under another key', 'ceremony.evidence-mismatch', delivered.state, { ...delivered.event, spkiSha256: 'cd'.repeat(32) }],
  ['delivering nothing', 'ceremony.evidence-mismatch', delivered.state, { ...delivered.event, files: [] }],
  ['delivering another key', 'ceremony.wrong-step', delivered.state, { ...delivered.event, key: 'root' }],
  ['delivering without the quorum', 'ceremony.wrong-step', after(delivered.state, { type: 'quorum.cleared', set: SET, reason: 'r' }), delivered.event],
];

/** The step reached, and nobody has authorised it yet. */
function beforeConfirmations({ state }: { readonly state: CeremonyState }): CeremonyState {
  const step = state.script.find((s) => s.kind === 'set-void')?.id ?? '';
  return { ...state, confirmations: { ...state.confirmations, [step]: [] } };
}

/** Two keys are rotated; the first one's state is set. */
function withTwoStates(): CeremonyState {
  const both = at('rotate', 'key.state-set', { keys: ['root', 'master'] }, 1);
  return both.state;
}
