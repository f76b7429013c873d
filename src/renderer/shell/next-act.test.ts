import { expect, it } from 'vitest';
import { snapshot, step } from '../../../test/renderer/fixtures/base.ts';
import { words } from '../../../test/renderer/fixtures/parts.ts';
import type { ActChannel, StepView } from '../api.ts';
import type { Store } from '../state/store.ts';
import { nextAct } from './next-act.ts';

const key = { name: 'root', type: 'EC P-384', purpose: 'root-signing', purposeSentence: '', cryptoperiodDays: 365, backup: true };
const base = step('key:root', { kind: 'key-generation', key, words, evidence: null });
const pin = (name: 'so' | 'user', entered: readonly [boolean, boolean], pinPad = false): StepView['pins'][number] => ({ pin: name, token: 'primary', holders: ['okafor', 'ito'], entered, fresh: false, minHalfLength: 1, pinPad });
const calls: string[] = [];
const store = { act: async (channel: ActChannel) => { calls.push(channel); return true; } } as unknown as Store;
const own = { label: 'Generate the root key', run: () => undefined };
const next = (change: Partial<StepView>) => nextAct(snapshot({ ...base, ...change } as StepView), own, store);

it('asks for the authorisation before anything else', () => {
  expect(next({ confirmable: true, confirmations: [{ participant: 'okafor', done: true }, { participant: 'ito', done: false }], pins: [pin('user', [false, false])] })).toMatchObject({ kind: 'confirm', participant: 'ito', label: 'Hana Ito confirms with their code' });
});

it('does not offer a confirmation that is not possible yet', () => {
  expect(next({ confirmable: false, confirmations: [{ participant: 'ito', done: false }] })).toMatchObject({ kind: 'run', label: 'Generate the root key' });
});

it('asks for PIN halves in order, and leaves a PIN pad to its device', () => {
  expect(next({ pins: [pin('so', [true, false]), pin('user', [false, false])] })).toMatchObject({ kind: 'pin', half: 1, pin: { pin: 'so' }, label: 'Hana Ito types the second half' });
  expect(next({ pins: [pin('so', [true, true]), pin('user', [false, false])] })).toMatchObject({ kind: 'pin', half: 0, pin: { pin: 'user' } });
  expect(next({ pins: [pin('user', [false, false], true)] })).toMatchObject({ kind: 'run', label: 'Unlock the HSM' });
});

it('unlocks a locked HSM before the step’s own act', () => {
  const act = next({ pins: [pin('user', [true, true])] });
  expect(act?.label).toBe('Unlock the HSM');
  if (act?.kind === 'run') act.run();
  expect(calls).toEqual(['hsm:unlock']);
});

it('goes straight to the act where the security officer’s PIN belongs to it', () => {
  expect(next({ pins: [pin('so', [true, true]), pin('user', [true, true])] })?.label).toBe('Generate the root key');
});

it('does not wait for the confirmation of somebody who is recorded as absent', () => {
  const awaiting = { ...base, confirmable: true, confirmations: [{ participant: 'ito', done: false }, { participant: 'okafor', done: false }] } as StepView;
  const there = snapshot(awaiting);
  const act = nextAct({ ...there, people: there.people.map((p) => ({ ...p, absent: p.id === 'ito' })) }, own, store);
  expect(act).toMatchObject({ kind: 'confirm', participant: 'okafor' });
});
