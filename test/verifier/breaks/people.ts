/** For tests: people who did not do what the record says. */
import { toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { confirmationMessage } from '../../../src/core/ceremony/confirmation.ts';
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import { before, both, drop, edit, moveBefore } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { register } from '../sample-events.ts';
import { personKey, strangerSpki } from '../sample-keys.ts';
import { sampleBundle } from '../sample-bundle.ts';

const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const deviation = (id: number, by = 'ada'): CeremonyEvent => ({ type: 'deviation.recorded', id, step: 'proof', what: 'A cable was missing.', remedy: 'Another one was fetched.', by, automatic: false });
const accepts = (id: number, participant: string): CeremonyEvent => ({ type: 'deviation.accepted', id, participant, signature: '' });
const forged = toBase64(personKey('mallory').sign(utf8('anything')));

export const peopleBreaks: readonly Break[] = [
  { rule: 'R-PART-01', what: 'registered by somebody else', files: events(edit('participant.registered', (e) => ({ ...e, signature: forged }), (e) => e.participant === 'ann')) },
  { rule: 'R-PART-01', what: 'a key that nobody can sign with', files: events(edit('participant.registered', (e) => ({ ...e, publicKey: toBase64(strangerSpki) }), (e) => e.participant === 'ann')) },
  { rule: 'R-PART-02', what: 'one key for two people', files: events(edit('participant.registered', (e) => ({ ...e, publicKey: toBase64(personKey('ann').spki) }), (e) => e.participant === 'ben')) },
  { rule: 'R-PART-02', what: 'a second registration as if it were the first', files: events(before('proof.started', () => [{ ...register('ann', ['custodian'], 2), again: false } as CeremonyEvent])) },
  { rule: 'R-CONF-01', what: 'a confirmation signed by somebody else', files: events(edit('step.confirmed', (e) => ({ ...e, signature: forged }), (e) => e.step === 'proof' && e.participant === 'aud')) },
  { rule: 'R-CONF-01', what: 'a confirmation signed over another place', files: events(edit('step.confirmed', (e) => ({ ...e, signature: toBase64(personKey('aud').sign(confirmationMessage('SAMPLE-2-OF-3', 'a'.repeat(64), { act: 'confirm', participant: 'aud', step: 'proof' }))) }), (e) => e.step === 'proof' && e.participant === 'aud')) },
  { rule: 'R-CONF-01', what: 'a confirmation with the key from before a restart', files: events((all) => {
    const again = before('proof.started', () => [register('aud', ['auditor'], 2)])(all);
    return edit('step.confirmed', (e) => ({ ...e, signature: toBase64(personKey('aud', 1).sign(confirmationMessage('SAMPLE-2-OF-3', 'a'.repeat(64), { act: 'confirm', participant: 'aud', step: 'proof' }))) }), (e) => e.step === 'proof' && e.participant === 'aud')(again);
  }) },
  { rule: 'R-CONF-01', what: 'a note added to a confirmation', files: () => sampleBundle({ entry: (e) => (e.event.type === 'step.confirmed' && e.event.step === 'proof' ? { ...e, event: { ...e.event, note: 'I saw nothing' } } : e) }) },
  { rule: 'R-CONF-02', what: 'confirmed by somebody who never came', files: events(edit('step.confirmed', (e) => ({ ...e, participant: 'zoe', signature: forged }), (e) => e.step === 'proof' && e.participant === 'aud')) },
  { rule: 'R-CONF-02', what: 'confirmed before the registration', files: events((e) => moveBefore('step.confirmed', 'participant.registered')(e)) },
  { rule: 'R-DEV-01', what: 'an acceptance signed by somebody else', files: events(before('record.ended', () => [deviation(1), { ...accepts(1, 'sam'), signature: forged } as CeremonyEvent])) },
  { rule: 'R-DEV-01', what: 'an acceptance of nothing', files: events(before('record.ended', () => [accepts(1, 'sam')])) },
  { rule: 'R-DEV-01', what: 'one\'s own deviation accepted', files: events(before('record.ended', () => [deviation(1, 'sam'), accepts(1, 'sam')])) },
  { rule: 'R-DEV-02', what: 'a deviation that nobody accepted', files: events(before('record.ended', () => [deviation(1)])) },
  { rule: 'R-DEV-03', what: 'a deviation left out', files: events(before('record.ended', () => [deviation(2), accepts(2, 'sam')])) },
  { rule: 'R-PLAN-03', what: 'somebody in another role', files: events(edit('participant.registered', (e) => ({ ...e, roles: ['auditor'] }), (e) => e.participant === 'ann')) },
  { rule: 'R-PLAN-03', what: 'somebody of the plan did not come', files: events(both(drop('participant.registered', (e) => e.participant === 'wim'), drop('step.confirmed', (e) => e.participant === 'wim'))) },
];
