/** Properties of the ceremonies after the first over random walks: whatever people, restarts and strays bring, what `closed` and each irreversible event mean is told from the accepted events alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CeremonyEvent, EventOf } from '../../src/core/ceremony/events.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { closedState, happyPath, leftBehind, nextEvent, SET, signature } from './happy-path.ts';
import { laterPlan } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { samplePlan } from './sample-plan.ts';

type Later = Exclude<Plan['ceremony'], 'generate'>;

const generated = leftBehind(closedState(samplePlan()));
const kinds: readonly (readonly [Later, LaterOptions])[] = [
  ['restore', {}], ['check', { spare: 'test-spare' }], ['reshare', {}], ['rotate', { keys: ['root', 'master'] }], ['destroy', { keys: ['root', 'master'] }], ['revoke', {}], ['transfer', {}],
];
const paths = new Map(kinds.map(([kind, options]) => {
  const plan = laterPlan(kind, generated, options);
  return [kind, { plan, path: happyPath(plan, generated) }];
}));
const people = ['ada', 'sam', 'ann', 'ben', 'cem', 'dee', 'wim', 'aud', 'eve'];
const every = [...paths.values()].flatMap(({ path }) => path);

/** Events of every kind at any time, right or wrong, and what people and crashes bring. */
const stray: fc.Arbitrary<CeremonyEvent> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...every) },
  fc.record({ type: fc.constant('share.presented' as const), set: fc.constantFrom(SET, 'QX7R04M3'), index: fc.integer({ min: 1, max: 4 }), participant: fc.constantFrom(...people), from: fc.constantFrom('image' as const, 'typed' as const) }),
  fc.record({ type: fc.constant('set.voided' as const), set: fc.constantFrom(SET, 'QX7R04M3', 'QX7R04M4'), reason: fc.constant('r') }),
  fc.record({ type: fc.constant('set.declared-void' as const), set: fc.constantFrom(SET, 'QX7R04M3'), reason: fc.constant('r'), participant: fc.constantFrom(...people), signature: fc.constant(signature), second: fc.record({ participant: fc.constantFrom(...people), signature: fc.constant(signature) }) }),
  fc.record({ type: fc.constant('participant.absent' as const), participant: fc.constantFrom(...people), reason: fc.constant('ill'), by: fc.constantFrom(...people) }),
  fc.record({ type: fc.constant('quorum.cleared' as const), set: fc.constant(SET), reason: fc.constant('r') }),
  fc.constant<CeremonyEvent>({ type: 'ceremony.resumed', machine: {}, findings: [] }),
  fc.constant<CeremonyEvent>({ type: 'hsm.locked', token: 'primary', why: 'device' }),
  fc.constant<CeremonyEvent>({ type: 'proof.failed', set: SET, code: 'x', keys: [] }),
  fc.constant<CeremonyEvent>({ type: 'restore.failed', set: SET, code: 'x' }),
);
const moves = fc.array(fc.oneof({ weight: 14, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: stray }), { minLength: 60, maxLength: 200 });

function run(plan: Plan, sequence: readonly ('next' | CeremonyEvent)[]): { readonly state: CeremonyState; readonly accepted: readonly CeremonyEvent[] } {
  let state = newCeremony(plan, generated);
  const accepted: CeremonyEvent[] = [];
  for (const move of sequence) {
    const event = move === 'next' ? nextEvent(state) : move;
    if (event === null) continue;
    const outcome = transition(state, event);
    if (!outcome.ok) continue;
    state = outcome.state;
    accepted.push(event);
  }
  return { state, accepted };
}

const of = <T extends CeremonyEvent['type']>(events: readonly CeremonyEvent[], type: T): readonly EventOf<T>[] => events.filter((e): e is EventOf<T> => e.type === type);

/** At the `at`th event: who has presented which share of the set since shares were last given up, each having agreed before. */
function quorumAt(events: readonly CeremonyEvent[], at: number): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  let joined = new Set<string>();
  for (const event of events.slice(0, at)) {
    if (event.type === 'ceremony.resumed' || event.type === 'quorum.cleared') {
      given.clear();
      joined = new Set();
    }
    if (event.type === 'quorum.joined') joined.add(event.participant);
    if (event.type === 'share.presented') {
      expect(joined.has(event.participant)).toBe(true);
      expect(given.has(event.participant)).toBe(false);
      expect([...given.values()]).not.toContain(event.index);
      given.set(event.participant, event.index);
    }
  }
  return given;
}

/** Everyone who authorises has confirmed the step before the event at `at`. */
function authorised(events: readonly CeremonyEvent[], at: number, step: string): void {
  const by = new Set(of(events.slice(0, at), 'step.confirmed').filter((e) => e.step === step).map((e) => e.participant));
  for (const id of ['sam', 'ann', 'ben']) expect(by.has(id), `${step} authorised by ${id}`).toBe(true);
}

/** What must hold of each irreversible event, wherever it stands. */
function judge(events: readonly CeremonyEvent[]): void {
  events.forEach((event, at) => {
    switch (event.type) {
      case 'restore.started':
        expect(quorumAt(events, at).size).toBeGreaterThanOrEqual(2);
        authorised(events, at, `restore:${SET}`);
        break;
      case 'key.destroyed':
        authorised(events, at, `destroy:${event.key}`);
        if (event.key === 'root') expect(of(events.slice(0, at), 'root.attested')).not.toHaveLength(0);
        break;
      case 'set.voided':
        if (event.set !== SET) break;
        authorised(events, at, `void:${SET}`);
        if (events[0]?.type === 'ceremony.opened' && events[0].kind === 'reshare') expect(of(events.slice(0, at), 'proof.passed').some((e) => e.set !== SET)).toBe(true);
        break;
      case 'key.delivered':
        expect(quorumAt(events, at).size).toBeGreaterThanOrEqual(2);
        authorised(events, at, `delivery`);
        break;
      case 'key.state-set':
        authorised(events, at, 'states');
        break;
      default:
        break;
    }
  });
}

/** What closed means, a kind at a time. */
const closedMeans: Readonly<Record<Later, (events: readonly CeremonyEvent[]) => void>> = {
  restore: (events) => {
    expect(of(events, 'restore.passed')).toHaveLength(1);
    expect(of(events, 'key.sealed').map((e) => e.key).sort()).toEqual(['master', 'root']);
    expect(of(events, 'hsm.retired')).toHaveLength(1);
  },
  check: (events) => {
    expect(of(events, 'share.checked').map((e) => e.index).sort()).toEqual([1, 2, 3]);
    expect(of(events, 'proof.passed').at(-1)?.set).toBe(SET);
  },
  reshare: (events) => {
    expect(of(events, 'set.voided').some((e) => e.set === SET)).toBe(true);
    expect(of(events, 'share.destroyed')).toHaveLength(3);
    expect(of(events, 'package.destroyed')).toHaveLength(1);
  },
  rotate: (events) => {
    expect(of(events, 'key.generated').map((e) => e.key).sort()).toEqual(['master-2', 'root-2']);
    expect(of(events, 'root.certified')).toHaveLength(1);
    expect(of(events, 'key.state-set').map((e) => [e.key, e.state]).sort()).toEqual([['master', 'deactivated'], ['root', 'deactivated']]);
  },
  destroy: (events) => {
    expect(of(events, 'key.destroyed').map((e) => e.key).sort()).toEqual(['master', 'root']);
    expect(of(events, 'statement.signed').map((e) => e.signer)).not.toContain('hsm-root');
  },
  revoke: (events) => {
    const [marked, destroyed] = [events.findIndex((e) => e.type === 'key.state-set'), events.findIndex((e) => e.type === 'key.destroyed')];
    expect(marked).toBeGreaterThan(-1);
    expect(marked).toBeLessThan(destroyed);
  },
  transfer: (events) => {
    expect(of(events, 'key.delivered')).toHaveLength(1);
    expect(of(events, 'target.imported')).not.toHaveLength(0);
  },
};

describe('random walks through the ceremonies after the first', () => {
  it.each(kinds)('%s', (kind) => {
    const { plan } = paths.get(kind)!;
    let closed = 0;
    fc.assert(
      fc.property(moves, (sequence) => {
        const { state, accepted } = run(plan, sequence);
        judge(accepted);
        if (state.status !== 'closed') return;
        closed++;
        closedMeans[kind](accepted);
        const last = accepted.slice(accepted.findLastIndex((e) => e.type === 'record.ended'));
        const absent = of(accepted, 'participant.absent').map((e) => e.participant);
        const signed = of(last, 'statement.signed').map((e) => e.signer);
        for (const { id } of plan.participants) expect(signed.includes(id) || absent.includes(id), id).toBe(true);
      }),
      { numRuns: 250 },
    );
    // A property over walks of which none ends says little.
    expect(closed).toBeGreaterThan(5);
  });

  it('a ceremony closes only with every event of its script: each one left out once is missed', () => {
    for (const [kind] of kinds) {
      const { plan, path } = paths.get(kind)!;
      for (const left of path.keys()) {
        let state = newCeremony(plan, generated);
        for (const [at, event] of path.entries()) {
          if (at === left) continue;
          const outcome = transition(state, event);
          if (outcome.ok) state = outcome.state;
        }
        expect(state.status, `${kind} without ${path[left]?.type ?? ''} at ${String(left)}`).not.toBe('closed');
      }
    }
  });
});
