/** What does not fit the ceremonies that are there is refused, each case with its own code, and the database is as it was; what fits goes in. */
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { importBundle } from '../../src/importer/import-bundle.ts';
import type { ImportOptions } from '../../src/importer/import-bundle.ts';
import type { ImportStore } from '../../src/importer/import-store.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { later } from '../verifier/later-samples.ts';
import { memorySource } from '../verifier/memory-source.ts';
import type { Files } from '../verifier/memory-source.ts';
import { firstSample, sampleBundle } from '../verifier/sample-bundle.ts';
import { postgresql, sqlite } from './databases.ts';
import type { Place } from './databases.ts';
import { unchanged } from './unchanged.ts';
import { importAlone, NOW, options, restated, verifiedOf } from './verified-samples.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const socket = inject('postgresqlSocket');
const gapAllowed: ImportOptions = { ...options, allowGap: true };

let first: VerifiedTranscript;
let check: VerifiedTranscript;
beforeAll(async () => {
  first = await verifiedOf(sampleBundle());
  check = await verifiedOf(later('check').bundle);
});

describe.each([sqlite, postgresql(socket)])('$name', (kind) => {
  let place: Place;
  let store: ImportStore;
  beforeEach(async () => {
    place = await kind.fresh();
    store = await openStore(place.address, () => NOW);
  });
  afterEach(async () => {
    await store.close();
    await place.drop();
  });

  const take = (files: Files, with_: ImportOptions = options) => importBundle(store, memorySource(files), with_);
  const write = (verified: VerifiedTranscript, with_: ImportOptions = options) => importAlone(store, verified, with_);
  const same = (work: () => Promise<unknown>, code: string): Promise<void> => unchanged(place, work, code);

  it('another statement of the same ceremony', async () => {
    await write(first);
    await same(() => take(sampleBundle({ of: { ...firstSample('production'), begins: Date.UTC(2026, 5, 1) } })), 'import.conflict');
  });

  it('a second one that follows the same', async () => {
    await write(first);
    await write(check);
    await same(() => take(later('rotate').bundle), 'import.fork');
  });

  it('one whose predecessor is not there, unless a gap is allowed; and two over the same gap', async () => {
    await same(() => write(check), 'import.gap');
    expect(await write(check, gapAllowed)).toMatchObject({ outcome: 'imported', gap: true });
    expect((await place.rows('SELECT ceremony, gap FROM lineage_order')).map((r) => [r['ceremony'], Boolean(r['gap'])])).toEqual([['SAMPLE-CHECK', true]]);
    await same(() => take(later('rotate').bundle, gapAllowed), 'import.fork');
  });

  it('a gap closes when what was missing comes, if it fits', async () => {
    await write(check, gapAllowed);
    expect(await write(first)).toMatchObject({ outcome: 'imported', gap: false });
    expect((await place.rows('SELECT ceremony, position, gap FROM lineage_order ORDER BY position')).map((r) => [r['ceremony'], r['position'], Boolean(r['gap'])])).toEqual([['SAMPLE-2-OF-3', 1, false], ['SAMPLE-CHECK', 2, false]]);
    expect((await place.rows('SELECT gap FROM ceremonies ORDER BY ended')).map((r) => Boolean(r['gap']))).toEqual([false, true]);
  });

  it('what comes into a gap and does not fit', async () => {
    const other = restated(first, (p) => ({ ...p, lifecycle: p.lifecycle.map((k) => (k.name === 'master' ? { ...k, state: 'destroyed' } : k)) }));
    await write(restated(check, (p) => ({ ...p, previous: other.statementSha256 })), gapAllowed);
    await same(() => write(other), 'import.unexplained-change');
  });

  it('one that began from packages alone, unless a gap is allowed', async () => {
    await write(first);
    await same(() => take(later('restore from a package alone').bundle), 'import.gap-package');
    expect(await take(later('restore from a package alone').bundle, gapAllowed)).toMatchObject({ outcome: 'imported', gap: true });
    expect((await place.rows('SELECT gap FROM lineage_order ORDER BY kind')).map((r) => Boolean(r['gap']))).toEqual([false, true]);
  });

  it('a second beginning of the same root', async () => {
    await write(first);
    const again = (p: VerifiedTranscript['statement']['predicate']) => ({ ...p, ceremony: 'ANOTHER-1', lifecycle: p.lifecycle.map((k) => ({ ...k, ceremony: 'ANOTHER-1' })) });
    await same(() => write(restated(first, again)), 'import.second-beginning');
  });

  it('two organisations are two lineages', async () => {
    await write(first);
    const other = restated(first, (p) => ({ ...p, ceremony: 'ANOTHER-1', lifecycle: p.lifecycle.map((k) => ({ ...k, ceremony: 'ANOTHER-1', ...(k.check.kind === 'cmac' ? {} : { check: { ...k.check, value: 'cd'.repeat(32) } }) })) }));
    expect(await write(other)).toMatchObject({ outcome: 'imported', gap: false });
    expect(await place.rows('SELECT DISTINCT lineage FROM lineage_order')).toHaveLength(2);
  });

  it.each([
    ['a first ceremony after another', 'import.beginning-with-past', (p) => ({ ...p, kind: 'generate' })],
    ['a rehearsal after a real one', 'import.mode-mixed', (p) => ({ ...p, mode: 'rehearsal' })],
    ['a key that vanished', 'import.unexplained-change', (p) => ({ ...p, lifecycle: p.lifecycle.slice(1) })],
    ['a key that is another one', 'import.unexplained-change', (p) => ({ ...p, lifecycle: p.lifecycle.map((k) => ({ ...k, id: '09'.repeat(16) })) })],
    ['a share set with another threshold', 'import.unexplained-change', (p) => ({ ...p, shareSets: p.shareSets.map((s) => ({ ...s, threshold: 3 })) })],
    ['a root that is not in force', 'import.root-not-in-force', (p) => ({ ...p, signers: p.signers.map((s) => (s.id === 'hsm-root' ? { ...s, keySha256: 'ab'.repeat(32) } : s)) })],
  ] satisfies readonly (readonly [string, string, Parameters<typeof restated>[1]])[])('%s', async (_what, code, change) => {
    await write(first);
    await same(() => write(restated(check, change)), code);
  });

  it('a ceremony that ended before the one it follows is imported with a warning', async () => {
    await write(first);
    const result = await take(sampleBundle({ of: { ...later('check').sample, begins: Date.UTC(2020, 0, 1) } }));
    expect(result.warnings.map((w) => w.rule)).toContain('R-LINEAGE-08');
    expect((await place.rows("SELECT rule FROM findings WHERE rule = 'R-LINEAGE-08'"))).toHaveLength(1);
  });

  it('what was changed in the database is not believed', async () => {
    await write(first);
    if (kind.name === 'SQLite') await place.rows('DROP TRIGGER ceremonies_no_update');
    else await place.rows('ALTER TABLE ceremonies DISABLE TRIGGER only_grows');
    await place.rows(`UPDATE ceremonies SET payload = ${kind.name === 'SQLite' ? "x'7b7d'" : "'\\x7b7d'"}`);
    await same(() => write(check), 'import.damaged');
  });
});
