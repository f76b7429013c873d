/** Every kind of ceremony on the pure machine: its happy path closes, its rules are held, and what it leaves behind is what the next one begins with. */
import { describe, expect, it } from 'vitest';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import type { KeyLifeState } from '../../src/core/lineage/types.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { closedState, happyPath, leftBehind, stateBefore } from './happy-path.ts';
import { laterPlan } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { samplePlan } from './sample-plan.ts';

type Later = Exclude<Plan['ceremony'], 'generate'>;

const generated = leftBehind(closedState(samplePlan()));
const after = (kind: Later, options: LaterOptions = {}, inherited = generated): CeremonyState => closedState(laterPlan(kind, inherited, options), inherited);
const states = (state: CeremonyState): Readonly<Record<string, KeyLifeState>> => Object.fromEntries(leftBehind(state).keys.map((k) => [k.name, k.state]));

describe('the happy path of each kind closes', () => {
  it.each(['restore', 'check', 'reshare', 'rotate', 'destroy', 'revoke', 'transfer'] as const)('%s', (kind) => {
    expect(after(kind).status).toBe('closed');
  });

  it('check with a spare gathers a quorum and proves the recovery', () => {
    const state = after('check', { spare: 'test-spare' });
    expect(state.proof.phase).toBe('passed');
    expect(state.quorums[generated.sets[0]?.id ?? '']?.presented).toHaveLength(2);
  });

  it('rotate of the root: old and new certify each other, and the new one is in force after', () => {
    const state = after('rotate', { keys: ['root'] });
    expect(state.rootCertified).toBe(true);
    expect(states(state)).toMatchObject({ root: 'deactivated', 'root-2': 'active' });
  });

  it('restore after a rotation: both sets come back, each by its own quorum', () => {
    const left = leftBehind(after('rotate'));
    const state = after('restore', { sets: left.sets.map((s) => s.id) }, left);
    expect(Object.values(state.restores).map((r) => r.phase)).toEqual(['passed', 'passed']);
    expect(Object.values(state.keys).map((k) => k.phase)).toEqual(['sealed', 'sealed', 'sealed']);
  });

  it('destroying the root: it signs the record so far, and then only people sign', () => {
    const state = after('destroy', { keys: ['root', 'master'] });
    expect(state.rootAttested).toBe(true);
    expect(Object.keys(state.signatures)).not.toContain('hsm-root');
  });
});

describe('an object on the HSM that nothing explains', () => {
  const withStrange = (kind: 'revoke' | 'destroy'): string => {
    const plan = laterPlan(kind, generated);
    const state = stateBefore(plan, (e) => e.type === 'hsm.prepared', generated);
    const event = happyPath(plan, generated).find((e) => e.type === 'hsm.prepared');
    if (event?.type !== 'hsm.prepared') throw new Error(kind);
    const strange = { class: 'CKO_SECRET_KEY', label: 'master-2', id: 'ee'.repeat(16), token: true, private: true };
    const outcome = transition(state, { ...event, inventory: [...event.inventory, strange] });
    return outcome.ok ? 'accepted' : outcome.refusal.code;
  };
  it('stops a planned ceremony, and never an emergency revocation', () => {
    expect(withStrange('destroy')).toBe('ceremony.evidence-mismatch');
    expect(withStrange('revoke')).toBe('accepted');
  });
});

describe('what is left behind', () => {
  it('check and restore leave keys and sets as they were', () => {
    for (const kind of ['check', 'restore'] as const) {
      expect(leftBehind(after(kind)).keys).toEqual(generated.keys);
      expect(leftBehind(after(kind)).sets).toEqual(generated.sets);
    }
  });
  it('check: a share is in the bag that was noted when it was checked', () => {
    const plan = laterPlan('check', generated);
    const state = stateBefore(plan, (e) => e.type === 'step.confirmed' && e.step === 'check:1', generated);
    const outcome = transition(state, { type: 'step.confirmed', step: 'check:1', participant: 'wim', signature: 'AAAA', note: 'R-2001' });
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    expect(leftBehind(outcome.state).sets[0]?.custodians.map((c) => c.bag)).toEqual(['R-2001', null, null]);
  });
  it('reshare: a new set over the same keys takes the place of the old one', () => {
    const { sets, keys } = leftBehind(after('reshare'));
    expect(keys).toEqual(generated.keys);
    expect(sets).toHaveLength(1);
    expect(sets[0]?.id).not.toBe(generated.sets[0]?.id);
    expect(sets[0]?.keys).toEqual(['root', 'master']);
  });
  it('rotate: the old version decrypts until the day planned, and both sets stand', () => {
    const left = leftBehind(after('rotate'));
    expect(left.keys.map((k) => [k.name, k.state, k.until, k.replaces])).toEqual([['root', 'active', null, null], ['master', 'deactivated', '2031-01-15', null], ['master-2', 'active', null, 'master']]);
    expect(left.sets.map((s) => s.keys)).toEqual([['root', 'master'], ['master-2']]);
  });
  it('destroy and revoke: the key stays in the record as destroyed, compromised where it was', () => {
    expect(states(after('destroy'))).toMatchObject({ master: 'destroyed', root: 'active' });
    expect(leftBehind(after('revoke')).keys.find((k) => k.name === 'master')).toMatchObject({ state: 'destroyed', compromised: true });
    expect(leftBehind(after('destroy')).keys.find((k) => k.name === 'master')).toMatchObject({ compromised: false });
    expect(leftBehind(after('destroy')).sets).toEqual([]);
  });
  it('two sets of a lineage become one by a reshare of both', () => {
    const left = leftBehind(after('rotate'));
    const merged = leftBehind(after('reshare', { sets: left.sets.map((s) => s.id) }, left));
    expect(merged.sets.map((s) => s.keys)).toEqual([['root', 'master', 'master-2']]);
  });
});

describe('a ceremony begins only on what it follows', () => {
  const opening = (kind: Later, options: LaterOptions, inherited = generated): string => {
    const plan = laterPlan(kind, kind === 'restore' && options.sets !== undefined ? inherited : generated, options);
    const outcome = transition(newCeremony(plan, inherited), { type: 'ceremony.opened', ceremony: plan.id, kind: plan.ceremony, mode: plan.mode, title: plan.title, organisation: plan.organisation, planSha256: '00'.repeat(32), previous: inherited.statement, inherited: [], application: 'keyrite test', machine: {} });
    return outcome.ok ? 'accepted' : outcome.refusal.code;
  };
  it.each([
    ['another predecessor', 'check', {}, { ...generated, statement: 'cd'.repeat(32) }, 'ceremony.inherited-other'],
    ['a real one behind a rehearsal', 'check', {}, { ...generated, mode: 'production' as const }, 'ceremony.inherited-mode'],
    ['a set that is not in force', 'check', { sets: ['ZZZZZZZZ'] }, generated, 'ceremony.inherited-set'],
    ['a check of two of three shares', 'check', { shares: [1, 2] }, generated, 'ceremony.inherited-shares'],
    ['another package', 'restore', {}, { ...generated, sets: generated.sets.map((s) => ({ ...s, package: 'cd'.repeat(32) })) }, 'ceremony.inherited-package'],
    ['a restore without the root', 'restore', { sets: ['QX7R04M3'] }, leftBehind(after('rotate')), 'ceremony.inherited-root'],
    ['a key that is not there', 'destroy', { keys: ['other'] }, generated, 'ceremony.inherited-key'],
    ['a key that was destroyed', 'rotate', {}, { ...generated, keys: generated.keys.map((k) => ({ ...k, state: k.name === 'master' ? ('destroyed' as const) : k.state })) }, 'ceremony.inherited-key'],
    ['a name that was used before', 'rotate', {}, { ...generated, keys: [...generated.keys, ...generated.keys.slice(1).map((k) => ({ ...k, name: 'master-2' }))] }, 'ceremony.inherited-name'],
  ] as const)('%s', (_name, kind, options, inherited, code) => {
    expect(opening(kind, options, inherited)).toBe(code);
  });
});
