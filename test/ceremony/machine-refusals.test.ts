/** Every refusal of the pure machine: somebody tries, is refused by code, and the state is the very same object's content as before. */
import { describe, expect, it } from 'vitest';
import type { CeremonyEvent, EventOf } from '../../src/core/ceremony/events.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { ceremonySentences } from '../../src/core/refusals/ceremony.ts';
import { evidence, happyPath, openingEvent, report, SET, signature, stateBefore } from './happy-path.ts';
import { laterCases } from './later-cases.ts';
import type { Case } from './later-cases.ts';
import { samplePlan } from './sample-plan.ts';

const plan = samplePlan();
const scope = newCeremony(plan);
const real = { ...plan, mode: 'production' as const };

function after(events: readonly CeremonyEvent[], from: CeremonyState): CeremonyState {
  return events.reduce((state, event) => {
    const outcome = transition(state, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    return outcome.state;
  }, from);
}

const before = (type: CeremonyEvent['type'], nth = 0): CeremonyState => {
  let seen = -1;
  return stateBefore(plan, (e) => e.type === type && ++seen === nth);
};
const beforeStep = (step: string): CeremonyState => stateBefore(plan, (e) => e.type === 'step.confirmed' && e.step === step);
const confirm = (step: string, participant: string): CeremonyEvent => ({ type: 'step.confirmed', step, participant, signature });
const deviation = (id: number, by = 'ada', automatic = false): CeremonyEvent => ({ type: 'deviation.recorded', id, step: 'plan', what: 'w', remedy: 'r', by, automatic });
const written = happyPath(plan).find((e) => e.type === 'share.written') as Extract<CeremonyEvent, { type: 'share.written' }>;
const made = happyPath(plan).find((e) => e.type === 'backup.made') as Extract<CeremonyEvent, { type: 'backup.made' }>;
const passed = happyPath(plan).find((e) => e.type === 'proof.passed') as Extract<CeremonyEvent, { type: 'proof.passed' }>;
const prepared = happyPath(plan).find((e) => e.type === 'hsm.prepared') as Extract<CeremonyEvent, { type: 'hsm.prepared' }>;
const generated = (extractable: 'true' | 'false', change: object = {}): CeremonyEvent => ({ type: 'key.generated', key: 'root', evidence: { ...evidence(scope, 'root', extractable), ...change }, inventoryBefore: [], inventoryAfter: [], found: false });

const closed = after(happyPath(plan), newCeremony(plan));
const opened = after([openingEvent(plan)], newCeremony(plan));
const paused = after([{ type: 'ceremony.paused', by: 'ada', reason: 'lunch' }], before('hsm.examined'));
const withDeviation = after([deviation(1, 'sam')], before('hsm.examined'));
const ended = before('statement.signed');

const abandoned: CeremonyEvent = { type: 'ceremony.abandoned', reason: 'r', participant: 'sam', signature, second: { participant: 'aud', signature } };
const keyObjects = (name: string): EventOf<'record.ended'>['inventory'] => [{ class: 'CKO_PRIVATE_KEY', label: name, id: before('backup.started').keys[name]?.id ?? '', token: true, private: true }];
const discard = (name: string): EventOf<'key.discarded'> => ({ type: 'key.discarded', key: name, failedUse: 'CKR_KEY_HANDLE_INVALID', inventoryBefore: keyObjects(name), inventoryAfter: [] });

const cases: readonly Case[] = [
  ...laterCases,
  ['opening twice', 'ceremony.already-open', opened, openingEvent(plan)],
  ['acting before opening', 'ceremony.not-open', newCeremony(plan), confirm('plan', 'ada')],
  ['opening with another plan', 'ceremony.other-plan', newCeremony(real), openingEvent(plan)],
  ['acting after the end', 'ceremony.finished', closed, deviation(1)],
  ['checking the room before the plan', 'ceremony.wrong-step', opened, { type: 'environment.checked', findings: [] }],
  ['reviewing the plan twice', 'ceremony.wrong-step', before('environment.checked'), { type: 'plan.reviewed', words: [], warnings: [] }],
  ['registering before the room is checked', 'ceremony.wrong-step', opened, { type: 'participant.registered', participant: 'ada', roles: ['administrator'], publicKey: 'AAAA', again: false, signature }],
  ['registering a stranger', 'ceremony.unknown-person', before('participant.registered'), { type: 'participant.registered', participant: 'eve', roles: ['auditor'], publicKey: 'AAAA', again: false, signature }],
  ['registering under other roles', 'ceremony.unknown-person', before('participant.registered'), { type: 'participant.registered', participant: 'ada', roles: ['auditor'], publicKey: 'AAAA', again: false, signature }],
  ['registering as if again', 'ceremony.unknown-person', before('participant.registered'), { type: 'participant.registered', participant: 'ada', roles: ['administrator'], publicKey: 'AAAA', again: true, signature }],
  ['registering twice', 'ceremony.already-registered', before('hsm.examined'), { type: 'participant.registered', participant: 'ada', roles: ['administrator'], publicKey: 'BBBB', again: true, signature }],
  ['confirming without having registered', 'ceremony.not-registered', after([{ type: 'ceremony.resumed', machine: {}, findings: [] }], beforeStep('hsm:primary:check')), confirm('hsm:primary:check', 'sam')],
  ['confirming another step', 'ceremony.wrong-step', before('hsm.examined'), confirm('seal', 'sam')],
  ['confirming what is another’s', 'ceremony.not-yours-to-confirm', beforeStep('hsm:primary:check'), confirm('hsm:primary:check', 'aud')],
  ['confirming twice', 'ceremony.already-confirmed', after([confirm('hsm:primary:check', 'sam')], beforeStep('hsm:primary:check')), confirm('hsm:primary:check', 'sam')],
  ['attesting before the work', 'ceremony.work-not-done', before('hsm.examined'), confirm('hsm:primary:check', 'sam')],
  ['generating without authorisation', 'ceremony.confirmations-missing', beforeStep('key:root'), { type: 'key.generation-started', key: 'root', id: '01'.repeat(16) }],
  ['generating with one of three authorisations', 'ceremony.confirmations-missing', after([confirm('key:root', 'sam')], beforeStep('key:root')), { type: 'key.generation-started', key: 'root', id: '01'.repeat(16) }],
  ['preparing without authorisation', 'ceremony.confirmations-missing', beforeStep('hsm:primary:prepare'), { type: 'hsm.prepare-started', token: 'primary' }],
  ['preparing done that never began', 'ceremony.wrong-step', before('hsm.prepare-started'), prepared],
  ['one person with two PIN halves', 'ceremony.two-people', before('hsm.prepared'), { ...prepared, pinHolders: { securityOfficer: ['sam', 'sam'], user: ['ann', 'ben'] } }],
  ['PIN halves of others than the plan names', 'ceremony.pin-holders', before('hsm.prepared'), { ...prepared, pinHolders: { securityOfficer: ['sam', 'ada'], user: ['cem', 'ben'] } }],
  ['unlocking by others than the plan names', 'ceremony.pin-holders', beforeStep('key:root'), { type: 'hsm.unlocked', token: 'primary', by: ['cem', 'ben'] }],
  ['an adopted token where a new one was planned', 'ceremony.evidence-mismatch', before('hsm.prepared'), { ...prepared, how: 'adopted' }],
  ['a new token that holds something', 'ceremony.evidence-mismatch', before('hsm.prepared'), { ...prepared, inventory: [{ class: 'CKO_DATA', label: 'x', id: '', token: true, private: false }] }],
  ['a token that lets sealed keys be wrapped', 'ceremony.capability-missing', before('hsm.prepared'), { ...prepared, capabilities: { ...prepared.capabilities, wrapNonExtractable: 'allowed' } }],
  ['a token without the trusted wrapping that the plan requires', 'ceremony.capability-missing', before('hsm.prepared'), { ...prepared, capabilities: { ...prepared.capabilities, trustedWrapping: 'no' } }],
  ['a backup that leaves an object', 'ceremony.evidence-mismatch', before('backup.made'), { ...made, inventoryAfter: [{ class: 'CKO_SECRET_KEY', label: 'left', id: '', token: false, private: false }] }],
  ['a proof with other shares than it began with', 'ceremony.evidence-mismatch', before('proof.passed'), { ...passed, shares: [1, 3] }],
  ['an end without a key on the HSM', 'ceremony.evidence-mismatch', before('record.ended'), { type: 'record.ended', inventory: [] }],
  ['unlocking by one person', 'ceremony.two-people', beforeStep('key:root'), { type: 'hsm.unlocked', token: 'primary', by: ['ann', 'ann'] }],
  ['unlocking what was never prepared', 'ceremony.token-not-examined', before('hsm.examined'), { type: 'hsm.unlocked', token: 'primary', by: ['ann', 'ben'] }],
  ['another model than planned', 'ceremony.device-differs', { ...before('hsm.examined'), plan: { ...plan, hsm: { ...plan.hsm, model: 'Luna' } } }, { type: 'hsm.examined', token: 'primary', report, inventory: [] }],
  ['generating on a locked token', 'ceremony.token-locked', after([{ type: 'hsm.locked', token: 'primary', why: 'pause' }], before('key.generation-started')), { type: 'key.generation-started', key: 'root', id: '01'.repeat(16) }],
  ['a key the plan has not', 'ceremony.key-unknown', before('key.generation-started'), { type: 'key.generation-started', key: 'other', id: '01'.repeat(16) }],
  ['a key twice', 'ceremony.key-exists', before('key.generation-started', 1), { type: 'key.generation-started', key: 'root', id: '01'.repeat(16) }],
  ['a key under a second id', 'ceremony.key-exists', before('key.generated'), { type: 'key.generation-started', key: 'root', id: '01'.repeat(16) }],
  ['a key reported twice', 'ceremony.key-exists', before('key.generation-started', 1), generated('true')],
  ['evidence not reporting LOCAL', 'ceremony.evidence-mismatch', before('key.generated'), generated('true', { attributes: { ...evidence(scope, 'root', 'true').attributes, LOCAL: 'not-reported' } })],
  ['evidence of a non-sensitive key', 'ceremony.evidence-mismatch', before('key.generated'), generated('true', { attributes: { ...evidence(scope, 'root', 'true').attributes, SENSITIVE: 'false' } })],
  ['evidence of another id', 'ceremony.evidence-mismatch', before('key.generated'), generated('true', { id: '02'.repeat(16) })],
  ['evidence of another type', 'ceremony.evidence-mismatch', before('key.generated'), generated('true', { type: 'ec-p256' })],
  ['a backup key that is not extractable yet', 'ceremony.evidence-mismatch', before('key.generated'), generated('false')],
  ['a second set', 'ceremony.set-open', before('backup.made'), { type: 'backup.started', set: 'QX7R04M3' }],
  ['a void set again', 'ceremony.set-other', after([{ type: 'set.voided', set: SET, reason: 'r' }, ...plan.pins.user.map((p) => confirm('backup', p)), confirm('backup', 'sam')], before('share.written')), { type: 'backup.started', set: SET }],
  ['voiding another set', 'ceremony.set-other', before('share.written'), { type: 'set.voided', set: 'QX7R04M3', reason: 'r' }],
  ['voiding after the proof', 'ceremony.wrong-step', before('key.sealed'), { type: 'set.voided', set: SET, reason: 'r' }],
  ['a set of another size', 'ceremony.evidence-mismatch', before('backup.made'), { ...made, threshold: 1 }],
  ['a set with a commitment missing', 'ceremony.evidence-mismatch', before('backup.made'), { ...made, commitments: made.commitments.slice(1) }],
  ['a set nobody combined', 'ceremony.evidence-mismatch', before('backup.made'), { ...made, combinations: { total: 3, checked: 0 } }],
  ['the weaker wrapping where the plan requires trust', 'ceremony.evidence-mismatch', before('backup.made'), { ...made, trusted: false }],
  ['writing a share of another set', 'ceremony.set-other', before('share.written'), { ...written, set: 'QX7R04M3' }],
  ['writing a share that is not there', 'ceremony.share-unknown', before('share.written'), { ...written, index: 9 }],
  ['writing a share for another custodian', 'ceremony.share-unknown', before('share.written'), { ...written, custodian: 'cem' }],
  ['writing out of turn', 'ceremony.wrong-step', before('share.written'), { ...written, index: 3, custodian: 'cem' }],
  ['writing a share twice', 'ceremony.share-written-twice', beforeStep('share:1:write'), written],
  ['a card in a fixed device, for real', 'ceremony.card-not-removable', { ...before('share.written', 1), plan: real }, { type: 'share.written', set: SET, index: 2, custodian: 'ben', carrier: 'smartcard', where: 'c', card: { label: 'c', model: 'm', serial: 's', removable: false } }],
  ['reading a share before it is written', 'ceremony.share-not-written', before('share.written'), { type: 'share.read', set: SET, index: 1, from: 'image' }],
  ['reading out of turn', 'ceremony.wrong-step', before('share.read'), { type: 'share.read', set: SET, index: 3, from: 'image' }],
  ['reading a share twice', 'ceremony.share-read-twice', beforeStep('share:1:read'), { type: 'share.read', set: SET, index: 1, from: 'image' }],
  ['reading a card that stayed in', 'ceremony.card-not-removed', before('share.removed'), { type: 'share.read', set: SET, index: 2, from: 'smartcard' }],
  ['a sheet that was a card', 'ceremony.share-unknown', before('share.removed'), { type: 'share.read', set: SET, index: 2, from: 'typed' }],
  ['a proof with too few shares', 'ceremony.quorum-short', before('proof.started'), { type: 'proof.started', set: SET, shares: [1] }],
  ['a proof with one share twice', 'ceremony.quorum-short', before('proof.started'), { type: 'proof.started', set: SET, shares: [1, 1] }],
  ['a proof on a locked spare', 'ceremony.token-locked', after([{ type: 'hsm.locked', token: 'spare', why: 'pause' }], before('proof.started')), { type: 'proof.started', set: SET, shares: [1, 2] }],
  ['a proof before all are read', 'ceremony.wrong-step', before('share.read'), { type: 'proof.started', set: SET, shares: [1, 2] }],
  ['a proof of another set', 'ceremony.set-incomplete', before('proof.started'), { type: 'proof.started', set: 'QX7R04M3', shares: [1, 2] }],
  ['a proof that does not match', 'ceremony.proof-mismatch', before('proof.passed'), { ...passed, keys: passed.keys.map((k) => ({ ...k, matches: false })) }],
  ['a proof of other check values', 'ceremony.proof-mismatch', before('proof.passed'), { ...passed, keys: passed.keys.map((k) => ({ ...k, check: { kind: 'cmac', value: '0000000000' } })) }],
  ['a proof with a key missing', 'ceremony.proof-mismatch', before('proof.passed'), { ...passed, keys: passed.keys.slice(1) }],
  ['sealing before the proof', 'ceremony.wrong-step', before('proof.started'), { type: 'key.sealed', key: 'root', evidence: evidence(scope, 'root', 'false') }],
  ['a seal that did not hold', 'ceremony.evidence-mismatch', before('key.sealed'), { type: 'key.sealed', key: 'root', evidence: evidence(scope, 'root', 'true') }],
  ['a deviation out of number', 'ceremony.deviation-number', opened, deviation(2)],
  ['a deviation by a stranger', 'ceremony.unknown-person', opened, deviation(1, 'eve')],
  ['accepting what is not there', 'ceremony.deviation-unknown', withDeviation, { type: 'deviation.accepted', id: 7, participant: 'aud', signature }],
  ['accepting one’s own deviation', 'ceremony.deviation-own', withDeviation, { type: 'deviation.accepted', id: 1, participant: 'sam', signature }],
  ['accepting without the right', 'ceremony.not-an-acceptor', withDeviation, { type: 'deviation.accepted', id: 1, participant: 'ann', signature }],
  ['accepting twice', 'ceremony.deviation-accepted-twice', after([{ type: 'deviation.accepted', id: 1, participant: 'aud', signature }], withDeviation), { type: 'deviation.accepted', id: 1, participant: 'aud', signature }],
  ['ending the record over an open deviation', 'ceremony.deviations-open', after([deviation(1)], before('record.ended')), { type: 'record.ended', inventory: [] }],
  ['acting while paused', 'ceremony.paused', paused, { type: 'hsm.examined', token: 'primary', report, inventory: [] }],
  ['continuing without a pause', 'ceremony.not-paused', opened, { type: 'ceremony.continued', by: 'ada' }],
  ['pausing by a stranger', 'ceremony.unknown-person', opened, { type: 'ceremony.paused', by: 'eve', reason: 'r' }],
  ['signing an open record', 'ceremony.record-open', before('record.ended'), { type: 'statement.signed', signer: 'ada', signature }],
  ['adding to an ended record', 'ceremony.record-ended', ended, deviation(1)],
  ['signing as a stranger', 'ceremony.not-a-signer', ended, { type: 'statement.signed', signer: 'eve', signature }],
  ['signing twice', 'ceremony.signed-twice', after([{ type: 'statement.signed', signer: 'hsm-root', signature }], ended), { type: 'statement.signed', signer: 'hsm-root', signature }],
  ['closing with a signature missing', 'ceremony.signatures-missing', before('statement.signed', 7), { type: 'ceremony.closed', statement: '00'.repeat(32) }],
  ['reopening an open record', 'ceremony.record-open', opened, { type: 'record.reopened', reason: 'r' }],
  ['abandoning alone', 'ceremony.two-people', before('hsm.examined'), { type: 'ceremony.abandoned', reason: 'r', participant: 'sam', signature, second: { participant: 'sam', signature } }],
  ['discarding a key of a ceremony that goes on', 'ceremony.not-abandoned', before('backup.started'), discard('root')],
  ['discarding a key that this ceremony did not make', 'ceremony.key-unknown', after([abandoned], before('backup.started')), discard('other')],
  ['discarding a key that is still there', 'ceremony.evidence-mismatch', after([abandoned], before('backup.started')), { ...discard('root'), inventoryAfter: keyObjects('root') }],
  ['discarding a key that can still be used', 'ceremony.evidence-mismatch', after([abandoned], before('backup.started')), { ...discard('root'), failedUse: 'CKR_OK' }],
  ['discarding a key twice', 'ceremony.key-unknown', after([abandoned, discard('root')], before('backup.started')), discard('root')],
  ['abandoning with a stranger', 'ceremony.unknown-person', before('hsm.examined'), { type: 'ceremony.abandoned', reason: 'r', participant: 'sam', signature, second: { participant: 'eve', signature } }],
];

/** Codes that the runtime around the machine gives (desk.test.ts, later-desk.test.ts), and those of the opening of a later ceremony (kinds.test.ts). */
const ofTheRuntime = new Set<string>(['ceremony.page-missing', 'ceremony.second-key', 'ceremony.pin-not-awaited', 'ceremony.pin-half-short', 'ceremony.pin-half-missing', 'ceremony.busy', 'ceremony.production-refused', 'ceremony.output-exists', 'ceremony.plan-refused', 'ceremony.fault', 'ceremony.key-missing', 'ceremony.key-differs', 'ceremony.no-card', 'ceremony.share-not-seen', 'ceremony.inherited-missing', 'ceremony.inherited-other', 'ceremony.inherited-mode', 'ceremony.inherited-set', 'ceremony.inherited-shares', 'ceremony.inherited-package', 'ceremony.inherited-key', 'ceremony.inherited-name', 'ceremony.inherited-root']);

describe('what the machine refuses', () => {
  it.each(cases)('%s: %s', (_what, code, state, event) => {
    const copy = JSON.stringify(state);
    const outcome = transition(state, event);
    expect(outcome.ok ? 'accepted' : outcome.refusal.code).toBe(code);
    expect(JSON.stringify(state)).toBe(copy);
    if (!outcome.ok) expect(outcome.refusal.sentence).not.toMatch(/\{\w+\}/);
  });

  it('has a case for every code of its table', () => {
    const tried = new Set<string>(cases.map(([, code]) => code));
    const untried = Object.keys(ceremonySentences).filter((code) => !tried.has(code) && !ofTheRuntime.has(code));
    expect(untried).toEqual([]);
  });

  it('stays at the room check while a finding fails', () => {
    const state = after([{ type: 'environment.checked', findings: [{ id: 'network', status: 'fail', sentence: 'eth0 is up' }] }], before('environment.checked'));
    const outcome = transition(state, { type: 'participant.registered', participant: 'ada', roles: ['administrator'], publicKey: 'AAAA', again: false, signature });
    expect(outcome.ok ? 'accepted' : outcome.refusal.code).toBe('ceremony.wrong-step');
  });
});
