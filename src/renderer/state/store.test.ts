import { describe, expect, it } from 'vitest';
import { channels } from '../../contract/channels.ts';
import { rootEvidence, words } from '../../../test/renderer/fixtures/parts.ts';
import { snapshot, step } from '../../../test/renderer/fixtures/base.ts';
import type { KeyriteApi, Snapshot } from '../api.ts';
import { createStore } from './store.ts';

const key = { name: 'root', type: 'EC P-384', purpose: 'root-signing', purposeSentence: '', cryptoperiodDays: 365, backup: true };
const before = snapshot(step('key:root', { kind: 'key-generation', key, words, evidence: null }));
const finished = step('key:root', { kind: 'key-generation', key, words, evidence: rootEvidence });
const after = snapshot(step('key:master', { kind: 'key-generation', key, words, evidence: null }), { lastDone: finished });
const refusal = { ok: false, refusal: { code: 'ipc.failed', sentence: 'No.' }, snapshot: null };

type Answers = Readonly<Record<string, (request: unknown) => unknown>>;

function api(answers: Answers): { readonly api: KeyriteApi; notify(s: Snapshot): void } {
  let listener: ((s: Snapshot) => void) | null = null;
  const given = Object.fromEntries(channels.map((c) => [c, async (request: unknown) => answers[c]?.(request) ?? null]));
  return {
    api: { ...given, onSnapshot: (l: (s: Snapshot) => void) => { listener = l; return () => { listener = null; }; } } as unknown as KeyriteApi,
    notify: (s) => listener?.(s),
  };
}
const start = async (answers: Answers = {}) => {
  const fake = api({ 'app:info': () => ({ version: '0', host: 'shell', offline: { ok: true, sentence: '' } }), 'ceremony:snapshot': () => before, ...answers });
  const store = createStore(fake.api);
  await store.start();
  return { store, notify: fake.notify };
};

describe('the window’s state', () => {
  it('shows the finished step that it saw happen, until somebody goes on', async () => {
    const { store, notify } = await start();
    notify(after);
    expect(store.get().review).toBe(finished);
    notify({ ...after, utc: '2026-11-24T15:00:00.000Z' });
    expect(store.get().review).toBe(finished);
    store.goOn();
    expect(store.get().review).toBeNull();
    notify(after);
    expect(store.get().review).toBeNull();
  });

  it('shows no old results when a ceremony is opened in a later step', async () => {
    const { store } = await start({ 'ceremony:snapshot': () => after });
    expect(store.get().review).toBeNull();
  });

  it('does one act at a time', async () => {
    let done: (value: unknown) => void = () => undefined;
    let asked = 0;
    const { store } = await start({ 'key:generate': () => { asked += 1; return new Promise((resolve) => { done = resolve; }); } });
    const first = store.act('key:generate', {}, 'Making');
    expect(store.get().pending).toBe('Making');
    expect(await store.act('key:generate', {}, 'Making')).toBe(false);
    done({ ok: true, snapshot: after });
    expect(await first).toBe(true);
    expect(asked).toBe(1);
    expect(store.get().snapshot).toBe(after);
  });

  it('keeps the refusal of an act, and the snapshot it had', async () => {
    const { store } = await start({ 'key:generate': () => refusal });
    expect(await store.act('key:generate', {}, 'Making')).toBe(false);
    expect(store.get()).toMatchObject({ pending: null, problem: { code: 'ipc.failed' }, snapshot: before });
    store.dismiss();
    expect(store.get().problem).toBeNull();
  });

  it('says that there was no answer when a request fails altogether', async () => {
    const { store } = await start({ 'key:generate': () => Promise.reject(new Error('gone')) });
    expect(await store.act('key:generate', {}, 'Making')).toBe(false);
    expect(store.get().problem?.code).toBe('window.no-answer');
  });

  it('does not take a refused first answer for a ceremony', async () => {
    const { store } = await start({ 'ceremony:snapshot': () => refusal });
    expect(store.get()).toMatchObject({ loaded: true, snapshot: null, problem: { code: 'window.no-answer' } });
  });

  it('stays in the ceremony when leaving is refused', async () => {
    const { store } = await start({ 'ceremony:leave': () => refusal });
    await store.leave();
    expect(store.get()).toMatchObject({ snapshot: before, problem: { code: 'ipc.failed' } });
  });
});
