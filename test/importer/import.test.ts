/** One suite for both kinds of database: what is imported is what was signed, once, whole, and fitting what is there; anything else is refused and changes nothing. */
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { importBundle } from '../../src/importer/import-bundle.ts';
import type { ImportOptions } from '../../src/importer/import-bundle.ts';
import type { ImportStore } from '../../src/importer/import-store.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { tableNames, tables } from '../../src/importer/tables.ts';
import { redactedFiles } from '../../src/verifier/redact.ts';
import { wholeLineage } from '../verifier/lineage-breaks.ts';
import { memorySource } from '../verifier/memory-source.ts';
import type { Files } from '../verifier/memory-source.ts';
import { postQuantumSample, sampleBundle } from '../verifier/sample-bundle.ts';
import { pins, trustBreaks } from '../verifier/trust-breaks.ts';
import { accepting, draftOf, officers, omarAccepting, refusing, signed, signedOff } from '../verifier/sidecars/sample-sign-offs.ts';
import { postgresql, sqlite } from './databases.ts';
import type { Place } from './databases.ts';
import { dump, unchanged } from './unchanged.ts';
import { importAlone, NOW, options, restated, verifiedOf } from './verified-samples.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const socket = inject('postgresqlSocket');
const trust: NonNullable<ImportOptions['trust']> = { pins: { keyriteTrust: 1, hsmRoot: [pins.root] }, sha256: 'ab'.repeat(32) };

let first: VerifiedTranscript;
const bundles: Record<string, Files> = {};
beforeAll(async () => {
  Object.assign(bundles, wholeLineage());
  first = await verifiedOf(sampleBundle());
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

  describe('what is imported', () => {
    it('is what was signed: bytes, lines, leaves, keys, sets, signatures', async () => {
      for (const files of Object.values(bundles)) expect(await take(files)).toMatchObject({ outcome: 'imported', verdict: 'valid', gap: false });
      const ceremonies = await place.rows('SELECT * FROM lineage_order ORDER BY position');
      expect(ceremonies.map((c) => [c['position'], c['kind']])).toEqual([[1, 'generate'], [2, 'rotate'], [3, 'check'], [4, 'reshare'], [5, 'restore'], [6, 'destroy']]);
      for (const files of Object.values(bundles)) {
        const { statement, statementSha256, payload, signatures, transcriptSha256 } = await verifiedOf(files);
        const { predicate } = statement;
        const where = `WHERE statement = '${statementSha256}'`;
        const [row] = await place.rows(`SELECT * FROM ceremonies ${where}`);
        expect(row).toMatchObject({ ceremony: predicate.ceremony, kind: predicate.kind, mode: 'production', opened: predicate.opened, ended: predicate.ended, previous: predicate.previous, head: predicate.record.head, merkle_root: predicate.record.merkleRoot, transcript: transcriptSha256, imported: NOW });
        expect(Buffer.compare(row!['payload'] as Buffer, payload)).toBe(0);
        expect(Buffer.compare(row!['envelope'] as Buffer, files.get('statement.dsse.json')!)).toBe(0);

        const events = await place.rows(`SELECT * FROM events ${where} ORDER BY seq`);
        expect(Buffer.compare(utf8(events.map((e) => `${String(e['line'])}\n`).join('')), files.get('transcript.jsonl')!)).toBe(0);
        expect(rootOf(events.map((e) => String(e['leaf'])))).toBe(predicate.record.merkleRoot);

        const keys = await place.rows(`SELECT * FROM key_states ${where}`);
        expect(keys.map((k) => `${String(k['name'])} ${String(k['state'])} ${String(k['since'])} ${String(k['until'])} ${String(k['check_value'])}`).sort()).toEqual(predicate.lifecycle.map((k) => `${k.name} ${k.state} ${String(k.since)} ${String(k.until)} ${k.check.value}`).sort());
        const custodians = await place.rows(`SELECT * FROM custodians ${where}`);
        expect(custodians.map((c) => `${String(c['set_id'])} ${String(c['share'])} ${String(c['custodian'])} ${String(c['bag'])}`).sort()).toEqual(predicate.shareSets.flatMap((s) => s.custodians.map((c) => `${s.id} ${String(c.index)} ${c.custodian} ${String(c.bag)}`)).sort());
        const kept = await place.rows(`SELECT * FROM signatures ${where} ORDER BY number`);
        expect(kept.map((s) => [s['signer'], (s['signature'] as Buffer).toString('hex')])).toEqual(signatures.map((s) => [s.signer, toHex(s.signature)]));
        expect(await place.rows(`SELECT signer FROM signers ${where}`)).toHaveLength(predicate.signers.length);
        expect((await place.rows(`SELECT rule FROM findings ${where} ORDER BY number`)).map((f) => f['rule'])).toEqual((await verifiedOf(files)).warnings.map((w) => w.rule));
      }
    });

    it('is imported once: again it is there already, and nothing changes', async () => {
      await take(bundles['generated']!);
      await take(bundles['rotated']!);
      const was = await dump(place);
      for (const name of ['rotated', 'generated']) expect(await take(bundles[name]!)).toMatchObject({ outcome: 'there', verdict: 'valid' });
      expect(await dump(place)).toBe(was);
    });

    it('is noted as trusted once pins are met, and stays so', async () => {
      await take(sampleBundle());
      expect(await take(sampleBundle(), { ...options, unpinned: false, trust })).toMatchObject({ outcome: 'added', added: ['verdict'], verdict: 'trusted' });
      expect(await take(sampleBundle(), { ...options, unpinned: false, trust })).toMatchObject({ outcome: 'there', verdict: 'trusted' });
      expect(await take(sampleBundle())).toMatchObject({ outcome: 'there', verdict: 'trusted' });
      expect((await place.rows('SELECT verdict, pins, allowed, application FROM imports ORDER BY number'))).toEqual([
        { verdict: 'valid', pins: null, allowed: 'unpinned', application: 'keyrite test' },
        { verdict: 'trusted', pins: trust.sha256, allowed: '', application: 'keyrite test' },
      ]);
      expect((await place.rows('SELECT DISTINCT verdict FROM current_keys'))).toEqual([{ verdict: 'trusted' }]);
    });

    it('has every signature where people sign with a second key as well', async () => {
      const files = sampleBundle({ of: postQuantumSample('production') });
      await take(files);
      const [row] = await place.rows('SELECT envelope FROM ceremonies');
      expect(Buffer.compare(row!['envelope'] as Buffer, files.get('statement.dsse.json')!)).toBe(0);
      const people = await place.rows("SELECT second_algorithm, second_key_sha256 FROM signers WHERE signer <> 'hsm-root'");
      expect(people.length).toBeGreaterThan(1);
      for (const person of people) expect(person).toEqual({ second_algorithm: 'ML-DSA-65', second_key_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
    });

    it('takes a sign-off that came later, once, and what the verifier says of it', async () => {
      await take(sampleBundle());
      expect(await place.rows('SELECT ceremony, accepted, refused FROM reviews')).toEqual([{ ceremony: 'SAMPLE-2-OF-3', accepted: 0, refused: 0 }]);
      const later_ = signedOff(accepting, refusing, omarAccepting);
      const files = [...later_.keys()].filter((name) => name.startsWith('sidecars/')).toSorted();
      const result = await take(later_);
      expect(result).toMatchObject({ outcome: 'added', verdict: 'valid' });
      expect(result.added.toSorted()).toEqual(files);
      expect(await take(later_)).toMatchObject({ outcome: 'there', added: [] });
      expect(await take(sampleBundle())).toMatchObject({ outcome: 'there' });
      // One key accepted and refused: it counts as refused.
      expect(await place.rows('SELECT ceremony, accepted, refused FROM reviews')).toEqual([{ ceremony: 'SAMPLE-2-OF-3', accepted: 1, refused: 1 }]);
      expect(await place.rows("SELECT officer, role, decision FROM sign_offs WHERE decision = 'refused'")).toEqual([{ officer: 'Olga Reviewer', role: 'compliance officer', decision: 'refused' }]);
      for (const { file, bytes } of await place.rows('SELECT file, bytes FROM sidecars')) expect(Buffer.compare(bytes as Buffer, later_.get(String(file))!)).toBe(0);
      expect((await place.rows("SELECT rule FROM findings WHERE rule LIKE 'R-SIGNOFF%' ORDER BY rule")).map((f) => f['rule'])).toContain('R-SIGNOFF-06');
    });

    it('has its sign-offs at once where they are there already', async () => {
      expect(await take(signedOff(accepting))).toMatchObject({ outcome: 'imported', added: [] });
      expect(await place.rows('SELECT accepted, refused FROM reviews')).toEqual([{ accepted: 1, refused: 0 }]);
    });

    it('never changes and is never removed', async () => {
      await take(sampleBundle());
      const was = await dump(place);
      // SQLite asks a trigger row by row, so that of an empty table nothing can be changed.
      if (kind.name === 'SQLite') expect(await place.rows("SELECT 1 FROM sqlite_master WHERE type = 'trigger'")).toHaveLength(2 * tableNames.length);
      for (const table of tableNames) {
        if (kind.name === 'SQLite' && (await place.rows(`SELECT 1 FROM ${table}`)).length === 0) continue;
        const [column] = Object.keys(tables[table]);
        await expect(place.rows(`UPDATE ${table} SET ${column!} = ${column!}`), table).rejects.toThrow(/never changed or removed/);
        await expect(place.rows(`DELETE FROM ${table}`), table).rejects.toThrow(/never changed or removed/);
      }
      expect(await dump(place)).toBe(was);
    }, 60_000);
  });

  describe('what nobody should rely on is refused', () => {
    it('an invalid bundle', () => same(() => take(new Map([...sampleBundle()].filter(([name]) => name !== 'plan.yaml'))), 'import.invalid'));
    it('a valid one that nobody vouches for, unless told', () => same(() => take(sampleBundle(), { ...options, unpinned: false }), 'import.unpinned'));
    it.each(trustBreaks)('pins that are not met: $what', ({ trust: other }) => same(() => take(sampleBundle(), { ...options, unpinned: false, trust: { ...trust, pins: other } }), 'import.invalid'));
    it('a rehearsal, unless allowed', () => same(() => take(sampleBundle({ mode: 'rehearsal' })), 'import.rehearsal'));
    it('a redacted bundle', async () => {
      const files = new Map<string, Uint8Array>();
      for await (const { name, chunks } of redactedFiles(memorySource(sampleBundle()), first, { withholds: (entry) => entry.seq === 3, files: [], shown: [] })) {
        const parts: Uint8Array[] = [];
        for await (const chunk of chunks) parts.push(chunk.slice());
        files.set(name, Buffer.concat(parts));
      }
      await same(() => take(files), 'import.withheld');
    });
    it('a false sign-off', () => same(() => take(signedOff((files) => signed(draftOf(files), officers.olga, (s) => ({ ...s, predicate: { ...s.predicate, decision: 'accepted', endorsement: null } })))), 'import.invalid'));
    it('what is no bundle', () => same(() => take(new Map()), 'import.invalid'));

    it('a rehearsal that is allowed is marked, is in no view of duties and keys, and keeps no real ceremony out', async () => {
      expect(await take(sampleBundle({ mode: 'rehearsal' }), { ...options, allowRehearsal: true })).toMatchObject({ outcome: 'imported', mode: 'rehearsal' });
      for (const view of ['current_keys', 'next_duties', 'unaccepted_deviations']) expect(await place.rows(`SELECT * FROM ${view}`), view).toEqual([]);
      expect(await place.rows('SELECT mode FROM heads')).toEqual([{ mode: 'rehearsal' }]);
    });

    it('a record that changed after it was verified', async () => {
      const changed = new Map(sampleBundle());
      const source = memorySource(changed);
      const verified = await verifiedOf(changed);
      const lines = new TextDecoder().decode(changed.get('transcript.jsonl')).split('\n');
      for (const left of [lines.slice(0, -2), lines.map((l, at) => (at === 40 ? l.replace('"seq":40', '"seq":41') : l))]) {
        changed.set('transcript.jsonl', utf8(`${left.join('\n')}\n`));
        await source.list();
        const was = await dump(place);
        await expect(write(verified)).rejects.toThrow(RefusalError);
        expect(await dump(place)).toBe(was);
      }
    });
  });

  it('hostile texts are values, and nothing but values', async () => {
    const texts = ["'); DROP TABLE ceremonies; --", 'NUL \u0000 and \u0000\u0000, and \\u0000 and \\\\u0000', '\u202Egnihton\u202C \u2066x\u2069', '{"a",NULL,\\"b\\"}', '\\N\t\n\r\b', '"', 'x'.repeat(4000), '\u{10FFFF}\uFFFF\u007f\u0085'];
    const said = texts.map((text, at) => ({ type: 'deviation.recorded' as const, id: at + 1, step: text.slice(0, 120), what: text, remedy: text, by: text.slice(0, 400), automatic: false }));
    const entries = async function* (): AsyncGenerator<Entry> {
      let seq = 0;
      for await (const entry of first.entries()) yield { ...entry, seq: seq++ };
      for (const event of said) yield { v: 1, seq: seq++, prev: '0'.repeat(64), time: NOW, mono: 1, salt: '00'.repeat(16), event };
    };
    const named = restated({ ...first, entries }, (p) => ({ ...p, title: texts[0]!, organisation: texts[1]!, signers: p.signers.map((s, at) => ({ ...s, name: texts[at]!.slice(0, 400) })) }));
    await write(named);
    const shown = (text: string): string => text.replaceAll('\u0000', '\u2400');
    expect(await place.rows('SELECT title, organisation FROM ceremonies')).toEqual([{ title: texts[0], organisation: shown(texts[1]!) }]);
    expect((await place.rows('SELECT what FROM deviations ORDER BY number')).map((d) => d['what'])).toEqual(texts.map(shown));
    expect((await place.rows('SELECT name FROM signers')).map((s) => s['name']).toSorted()).toEqual(named.statement.predicate.signers.map((s) => shown(s.name)).toSorted());
    const lines = await place.rows("SELECT line FROM events WHERE type = 'deviation.recorded' ORDER BY seq");
    expect(lines.map((l) => (JSON.parse(String(l['line'])) as { event: { what: string } }).event.what)).toEqual(texts);
    expect(await place.rows('SELECT number FROM unaccepted_deviations')).toHaveLength(texts.length);
    if (kind.name === 'PostgreSQL') {
      const json = await place.rows("SELECT line_as_jsonb(line)->'event'->>'what' AS what FROM events WHERE type = 'deviation.recorded' ORDER BY seq");
      expect(json.map((j) => j['what'])).toEqual(texts.map(shown));
    }
  });

  it('both kinds hold the same', async () => {
    for (const files of Object.values(bundles)) await take(files);
    const other = await sqlite.fresh();
    const otherStore = await openStore(other.address, () => NOW);
    for (const files of Object.values(bundles)) await importBundle(otherStore, memorySource(files), options);
    await otherStore.close();
    expect(await dump(place)).toBe(await dump(other));
    await other.drop();
  });
});

/** RFC 6962 section 2.1 from leaf hashes, level by level: another way than the verifier's. */
function rootOf(leaves: readonly string[]): string {
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256Hex(Uint8Array.from([1, ...fromHex(rootOf(leaves.slice(0, half))), ...fromHex(rootOf(leaves.slice(half)))]));
}
