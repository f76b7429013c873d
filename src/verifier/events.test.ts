import { expect, it } from 'vitest';
import { GENESIS } from '../core/transcript/chain.ts';
import { directorySource } from './directory-source.ts';
import { eventsOf } from './events.ts';
import type { TranscriptEvent } from './events.ts';
import { judgeBundle } from './verify-bundle.ts';

const bundle = new URL('../../test/vectors/keyrite-bundle-1/bundle', import.meta.url).pathname;

it('streams every entry with its hashes: each line is the predecessor that the next names, the last the signed head', async () => {
  const { verified } = await judgeBundle(directorySource(bundle));
  const entries = [];
  for await (const entry of verified!.entries()) entries.push(entry);
  const events: TranscriptEvent[] = [];
  for await (const event of eventsOf(verified!)) events.push(event);
  expect(events.map((e) => e.seq)).toEqual(entries.map((e) => e.seq));
  expect([GENESIS, ...events.map((e) => e.lineSha256)]).toEqual([...entries.map((e) => e.prev), verified!.statement.predicate.record.head]);
  expect(events.every((e) => e.type === e.event.type && e.statementSha256 === verified!.statementSha256 && e.ceremony === 'SAMPLE-2-OF-3')).toBe(true);
  expect(new Set(events.map((e) => e.leafSha256)).size).toBe(events.length);
});

it('narrows by its type, so that a field is known without a cast', async () => {
  const { verified } = await judgeBundle(directorySource(bundle));
  const keys: string[] = [];
  for await (const one of eventsOf(verified!)) if (one.type === 'key.generated') keys.push(`${one.event.key} ${one.event.evidence.type}`);
  expect(keys).toEqual(['root ec-p384', 'master aes-256']);
});
