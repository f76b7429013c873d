/** Properties of the machine over arbitrary sequences of events: what `closed` always means, and that a refusal changes nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import { coveredKeys } from '../../src/core/ceremony/scope.ts';
import { requiredSigners } from '../../src/core/ceremony/state.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { happyPath, nextEvent, signature } from './happy-path.ts';
import { samplePlan } from './sample-plan.ts';

const plan = samplePlan();
const path = happyPath(plan);
const people = [...plan.participants.map((p) => p.id), 'stranger'];

/** Events that people and crashes may bring at any time, right or wrong. */
const stray: fc.Arbitrary<CeremonyEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...path) },
  fc.record({ type: fc.constant('step.confirmed' as const), step: fc.constantFrom(...newCeremony(plan).script.map((s) => s.id)), participant: fc.constantFrom(...people), signature: fc.constant(signature) }),
  fc.record({ type: fc.constant('statement.signed' as const), signer: fc.constantFrom('hsm-root', ...people), signature: fc.constant(signature) }),
  fc.record({ type: fc.constant('share.read' as const), set: fc.constantFrom('QX7R04M2', 'QX7R04M3'), index: fc.integer({ min: 0, max: 4 }), from: fc.constantFrom('image' as const, 'smartcard' as const, 'typed' as const) }),
  fc.record({ type: fc.constant('set.voided' as const), set: fc.constantFrom('QX7R04M2', 'QX7R04M3', 'QX7R04M4'), reason: fc.constant('test') }),
  fc.constant<CeremonyEvent>({ type: 'ceremony.resumed', machine: {}, findings: [] }),
  fc.constant<CeremonyEvent>({ type: 'record.reopened', reason: 'test' }),
  fc.record({ type: fc.constant('ceremony.paused' as const), by: fc.constantFrom(...people), reason: fc.constant('test') }),
  fc.record({ type: fc.constant('deviation.recorded' as const), id: fc.integer({ min: 1, max: 3 }), step: fc.constant('plan'), what: fc.constant('w'), remedy: fc.constant('r'), by: fc.constantFrom(...people), automatic: fc.boolean() }),
  fc.record({ type: fc.constant('deviation.accepted' as const), id: fc.integer({ min: 1, max: 3 }), participant: fc.constantFrom(...people), signature: fc.constant(signature) }),
  fc.constant<CeremonyEvent>({ type: 'proof.failed', set: 'QX7R04M2', code: 'x', keys: [] }),
  fc.constant<CeremonyEvent>({ type: 'hsm.locked', token: 'primary', why: 'device' }),
);

/** 'next' is what the ceremony waits for; anything else is tried as it is. */
const moves = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: stray }), { minLength: 60, maxLength: 220 });

interface Run {
  readonly state: CeremonyState;
  readonly accepted: readonly CeremonyEvent[];
}

function run(sequence: readonly ('next' | CeremonyEvent)[]): Run {
  let state = newCeremony(plan);
  const accepted: CeremonyEvent[] = [];
  for (const move of sequence) {
    const event = move === 'next' ? nextEvent(state) : move;
    if (event === null) continue;
    const before = JSON.stringify(state);
    const outcome = transition(state, event);
    expect(JSON.stringify(state), 'a transition never changes the state it was given').toBe(before);
    if (!outcome.ok) continue;
    state = outcome.state;
    accepted.push(event);
  }
  return { state, accepted };
}

/** What closed must mean, told from the accepted events alone, not from the machine's own bookkeeping. */
function expectClosedIsEarned({ accepted }: Run): void {
  const last = (type: CeremonyEvent['type']): number => accepted.findLastIndex((e) => e.type === type);
  const made = last('backup.made');
  const voided = last('set.voided');
  expect(made).toBeGreaterThan(voided);
  const set = accepted[made];
  if (set?.type !== 'backup.made') throw new Error('no set');
  for (let index = 1; index <= plan.backup.shares.length; index++) {
    const written = accepted.findIndex((e, i) => i > made && e.type === 'share.written' && e.set === set.set && e.index === index);
    const read = accepted.findIndex((e, i) => i > written && e.type === 'share.read' && e.set === set.set && e.index === index);
    expect(written, `share ${String(index)} written`).toBeGreaterThan(made);
    expect(read, `share ${String(index)} read back`).toBeGreaterThan(written);
    expect(last('proof.passed')).toBeGreaterThan(read);
  }
  const proof = accepted[last('proof.passed')];
  if (proof?.type !== 'proof.passed') throw new Error('no proof');
  expect(proof.set).toBe(set.set);
  expect(new Set(proof.shares).size).toBeGreaterThanOrEqual(plan.backup.threshold);
  for (const name of coveredKeys(newCeremony(plan))) {
    expect(proof.keys.find((k) => k.name === name)?.matches).toBe(true);
    expect(accepted.filter((e) => e.type === 'key.generated' && e.key === name)).toHaveLength(1);
    expect(accepted.findIndex((e) => e.type === 'key.sealed' && e.key === name)).toBeGreaterThan(last('proof.passed'));
  }
  const ended = last('record.ended');
  const signers = accepted.slice(ended).flatMap((e) => (e.type === 'statement.signed' ? [e.signer] : []));
  expect([...signers].sort()).toEqual([...requiredSigners(newCeremony(plan))].sort());
  for (const deviation of accepted.filter((e) => e.type === 'deviation.recorded')) {
    const acceptance = accepted.find((e) => e.type === 'deviation.accepted' && e.id === deviation.id);
    expect(acceptance?.type === 'deviation.accepted' && acceptance.participant !== deviation.by).toBe(true);
  }
}

describe('the ceremony machine', () => {
  it('never reaches closed without every share read back, the proof matched, and every signature', () => {
    let closed = 0;
    let detours = 0;
    fc.assert(
      fc.property(moves, (sequence) => {
        const result = run(sequence);
        if (result.state.status !== 'closed') return;
        closed++;
        if (result.accepted.length > path.length) detours++;
        expectClosedIsEarned(result);
      }),
      { numRuns: 400 },
    );
    // The property would be empty if hardly any run got there.
    expect(closed).toBeGreaterThan(100);
    expect(detours).toBeGreaterThan(30);
  }, 120_000);

  it('does not close when any one event of the happy path is left out', () => {
    for (const [left, event] of path.entries()) {
      let state = newCeremony(plan);
      for (const [i, each] of path.entries()) {
        if (i === left) continue;
        const outcome = transition(state, each);
        if (outcome.ok) state = outcome.state;
      }
      expect(state.status, `without ${event.type}`).not.toBe('closed');
    }
  });

  it('lets nobody confirm for a step, accept a deviation, or sign twice, and no half of two PINs be one person’s', () => {
    fc.assert(
      fc.property(moves, (sequence) => {
        const { state, accepted } = run(sequence);
        for (const who of Object.values(state.confirmations)) expect(new Set(who).size).toBe(who.length);
        for (const event of accepted) {
          if (event.type === 'hsm.prepared') {
            const halves = [...event.pinHolders.securityOfficer, ...event.pinHolders.user];
            expect(new Set(halves).size).toBe(halves.length);
          }
          if (event.type === 'step.confirmed') {
            const step = state.script.find((s) => s.id === event.step);
            expect(step?.confirmedBy).toContain(event.participant);
          }
        }
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  it('refuses a pinHolders record in which one person holds two halves', () => {
    let state = newCeremony(plan);
    for (const event of path) {
      if (event.type === 'hsm.prepared') {
        const outcome = transition(state, { ...event, pinHolders: { securityOfficer: ['sam', 'ada'], user: ['ada', 'ben'] } });
        expect(outcome.ok ? null : outcome.refusal.code).toBe('ceremony.two-people');
        return;
      }
      const outcome = transition(state, event);
      if (outcome.ok) state = outcome.state;
    }
    throw new Error('the path prepares a token');
  });
});
