/** Puts a fake `window.keyrite` before the real application: it answers from one fixture and remembers what was asked. */
import { channels } from '../../../src/contract/channels.ts';
import type { Snapshot } from '../../../src/contract/snapshot.ts';
import type { Fixture } from '../fixtures/fixture.ts';
import { fixtures } from '../fixtures/fixtures.ts';

/** A request as a test sees it: byte arrays by their text as sent, and whether they were wiped afterwards. */
export interface Asked {
  readonly channel: string;
  readonly request: Readonly<Record<string, unknown>>;
}

const name = new URL(location.href).searchParams.get('fixture') ?? '';
const fixture: Fixture = fixtures[name] ?? { snapshot: null };
const asked: Asked[] = [];
let listener: ((snapshot: Snapshot) => void) | null = null;
const sentBytes: Uint8Array[] = [];

function seen(request: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(request).map(([key, value]) => {
      if (!(value instanceof Uint8Array)) return [key, value];
      sentBytes.push(value);
      return [key, `bytes:${new TextDecoder().decode(value.slice(0, 64))}`];
    }),
  );
}

function answer(channel: string, request: Readonly<Record<string, unknown>>): unknown {
  switch (channel) {
    case 'app:info':
      return fixture.info ?? { version: '0.1.0', host: 'electron', offline: { ok: true, sentence: '' } };
    case 'ceremony:snapshot':
      return fixture.snapshot;
    case 'ceremony:list':
      return fixture.saved ?? [];
    case 'plan:check':
      return fixture.plan;
    case 'lineage:read':
      return fixture.lineage ?? [];
    case 'lineage:save-calendar':
      return fixture.calendar ?? { ok: true, path: '/media/nakamura/HYOK-2026/keyrite-duties.ics' };
    case 'recovery:look':
      return fixture.recovery;
    case 'review:steps':
      return { ok: true, view: fixture.steps };
    case 'review:events':
      return { ok: true, view: fixture.events };
    case 'review:compare':
      return { ok: true, view: fixture.comparison };
    case 'review:read':
      return { ok: true, view: fixture.review ?? { record: null, other: null, trust: null } };
    case 'ceremony:leave':
      return null;
    case 'share:check-row': {
      const text = String(request['text']);
      const ok = !text.includes('U');
      return { ok, sentence: ok ? '' : `Row ${String(request['row'])} does not fit its two check characters: a character is wrong, or two are swapped. Nothing is lost. Compare the row with the sheet, character by character.` };
    }
    default:
      if (channel.startsWith('review:') && fixture.refuse === undefined) return { ok: true, view: fixture.review };
      return fixture.refuse === undefined ? { ok: true, snapshot: fixture.snapshot } : { ok: false, refusal: fixture.refuse, snapshot: null };
  }
}

const api = Object.fromEntries(
  channels.map((channel) => [
    channel,
    (request: Readonly<Record<string, unknown>>) => {
      asked.push({ channel, request: seen(request) });
      return Promise.resolve(answer(channel, request));
    },
  ]),
);

Object.assign(window, {
  keyrite: {
    ...api,
    onSnapshot: (given: (snapshot: Snapshot) => void) => {
      listener = given;
      return () => {
        listener = null;
      };
    },
  },
  keyriteTest: {
    asked,
    wiped: () => sentBytes.every((bytes) => bytes.every((b) => b === 0)),
    next: (at: number) => {
      const snapshot = fixture.then?.[at];
      if (snapshot !== undefined) listener?.(snapshot);
    },
  },
});

await import('../../../src/renderer/main.tsx');
