/** The views say what the core says: the same keys and the same duties, of the newest ceremony of a lineage, in both kinds of database. */
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { addDays } from '../../src/core/lineage/day.ts';
import { dutiesOf } from '../../src/core/lineage/duties.ts';
import type { CeremonyPredicate } from '../../src/core/transcript/types.ts';
import { importBundle } from '../../src/importer/import-bundle.ts';
import type { ImportStore } from '../../src/importer/import-store.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { later, laterNames, recipes } from '../verifier/later-samples.ts';
import type { LaterName } from '../verifier/later-samples.ts';
import { memorySource } from '../verifier/memory-source.ts';
import type { Files } from '../verifier/memory-source.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { postgresql, sqlite } from './databases.ts';
import type { Place } from './databases.ts';
import { importAlone, NOW, options, restated, verifiedOf } from './verified-samples.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

/** The ceremonies up to `name`, in order. */
function upTo(name: LaterName): readonly Files[] {
  const { after } = recipes[name];
  return [...(after === 'first' ? [sampleBundle()] : upTo(after)), later(name).bundle];
}

/** Duties of the newest as the core works them out, in the words of the view. */
function expected(all: readonly { readonly predicate: CeremonyPredicate; readonly checked: string | null }[], today: string): readonly string[] {
  return dutiesOf(all.at(-1)!.predicate, all, today).map((d) => `${d.by} ${d.state} ${d.kind} ${d.about}`).toSorted();
}

describe.each([sqlite, postgresql(inject('postgresqlSocket'))])('$name', (kind) => {
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

  const duties = async (): Promise<readonly string[]> => (await place.rows('SELECT * FROM next_duties')).map((d) => `${String(d['by_day'])} ${String(d['urgency'])} ${String(d['duty'])} ${String(d['about'])}`).toSorted();
  const today = (): string => new Date().toISOString().slice(0, 10);

  it.each(laterNames.filter((name) => !name.includes('alone')))('after %s', async (name) => {
    const all: { predicate: CeremonyPredicate; checked: string | null }[] = [];
    for (const files of upTo(name)) {
      const { statement, plan } = await verifiedOf(files);
      await importBundle(store, memorySource(files), options);
      all.push({ predicate: statement.predicate, checked: plan.ceremony === 'check' ? plan.set.id : null });
    }
    expect(await duties()).toEqual(expected(all, today()));
    const keys = await place.rows('SELECT name, state, as_of FROM current_keys ORDER BY name');
    expect(keys).toEqual(all.at(-1)!.predicate.lifecycle.map((k) => ({ name: k.name, state: k.state, as_of: all.at(-1)!.predicate.ceremony })).toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  });

  it('where dates are not known, about to come, past, or a leap day', async () => {
    const first = await verifiedOf(sampleBundle());
    const [template] = first.statement.predicate.lifecycle;
    const life = { ...template!, check: { kind: 'cmac', value: '0000000000' }, purpose: 'data-encryption', type: 'aes-256' } as const;
    const now = today();
    const at = (day: string): string => `${day}T23:59:59.999Z`;
    const special = restated(first, (p) => ({
      ...p,
      lifecycle: [
        { ...life, name: 'old', state: 'active', made: at('2020-02-29'), cryptoperiodDays: 366 },
        { ...life, name: 'ageless', state: 'active', made: null, since: null, cryptoperiodDays: 10 },
        { ...life, name: 'endless', state: 'active', made: at('2024-01-01'), cryptoperiodDays: null },
        { ...life, name: 'due', state: 'active', made: at(addDays(now, -10)), cryptoperiodDays: 10 },
        { ...life, name: 'soon', state: 'active', made: at(addDays(now, 50)), cryptoperiodDays: 10 },
        { ...life, name: 'later', state: 'active', made: at(addDays(now, 51)), cryptoperiodDays: 10 },
        { ...life, name: 'leap', state: 'destroyed', since: at('2024-02-29') },
        { ...life, name: 'march', state: 'destroyed', since: at('2024-03-01') },
        { ...life, name: 'into-leap', state: 'destroyed', since: at('2022-02-28') },
        { ...life, name: 'forgotten', state: 'destroyed', since: at('2010-01-01') },
        { ...life, name: 'undated', state: 'destroyed', since: null },
        { ...life, name: 'decide', state: 'deactivated', until: null },
        { ...life, name: 'sunset', state: 'deactivated', until: '2028-02-28' },
        { ...life, name: 'leaked', state: 'compromised', compromised: true, since: at('2025-12-31') },
        { ...life, name: 'waits', state: 'suspended' },
        { ...life, name: 'unborn', state: 'pre-activation' },
      ],
      shareSets: p.shareSets.map((s) => ({ ...s, made: null })),
    }));
    await importAlone(store, special, options);
    expect(await duties()).toEqual(expected([{ predicate: special.statement.predicate, checked: null }], now));
  });
});
