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
import { later } from '../verifier/later-samples.ts';
import { wholeLineage } from '../verifier/lineage-breaks.ts';
import { memorySource } from '../verifier/memory-source.ts';
import type { Files } from '../verifier/memory-source.ts';
import { firstSample, postQuantumSample, sampleBundle } from '../verifier/sample-bundle.ts';
import { pins, trustBreaks } from '../verifier/trust-breaks.ts';
import { accepting, draftOf, officers, omarAccepting, refusing, signed, signedOff } from '../verifier/sidecars/sample-sign-offs.ts';
import { postgresql, sqlite } from './databases.ts';
import type { Cells, Place } from './databases.ts';
import { importAlone, NOW, options, restated, verifiedOf } from './verified-samples.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const socket = inject('postgresqlSocket');
const trust: NonNullable<ImportOptions['trust']> = { pins: { keyriteTrust: 1, hsmRoot: [pins.root] }, sha256: 'ab'.repeat(32) };
const gapAllowed: ImportOptions = { ...options, allowGap: true };

/** Everything in the database, without the numbers that it gives itself. */
async function dump(place: Place): Promise<string> {
  const all: Record<string, readonly string[]> = {};
  for (const table of tableNames) {
    const columns = Object.keys(tables[table]);
    const rows = await place.rows(`SELECT ${columns.join(', ')} FROM ${table}`);
    all[table] = rows.map((row) => JSON.stringify(columns.map((c) => plain(tables, table, c, row)))).toSorted();
  }
  return JSON.stringify(all, null, 1);
}

function plain(of: typeof tables, table: keyof typeof tables, column: string, row: Cells): unknown {
  const cell = row[column] ?? null;
  const kind = (of[table] as Readonly<Record<string, string>>)[column];
  return cell instanceof Buffer ? cell.toString('hex') : kind === 'boolean' && cell !== null ? Boolean(cell) : cell;
}

/** The code of the refusal that `work` ends in. */
async function refused(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(RefusalError);
  expect((error as RefusalError).message).not.toMatch(/\{\w+\}/);
  return (error as RefusalError).code;
}

let first: VerifiedTranscript;
let check: VerifiedTranscript;
const bundles: Record<string, Files> = {};
beforeAll(async () => {
  Object.assign(bundles, wholeLineage());
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
  /** Refused with `code`, and the database is as it was. */
  async function unchanged(work: () => Promise<unknown>, code: string): Promise<void> {
    const was = await dump(place);
    expect(await refused(work())).toBe(code);
    expect(await dump(place)).toBe(was);
  }

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
    it('an invalid bundle', () => unchanged(() => take(new Map([...sampleBundle()].filter(([name]) => name !== 'plan.yaml'))), 'import.invalid'));
    it('a valid one that nobody vouches for, unless told', () => unchanged(() => take(sampleBundle(), { ...options, unpinned: false }), 'import.unpinned'));
    it.each(trustBreaks)('pins that are not met: $what', ({ trust: other }) => unchanged(() => take(sampleBundle(), { ...options, unpinned: false, trust: { ...trust, pins: other } }), 'import.invalid'));
    it('a rehearsal, unless allowed', () => unchanged(() => take(sampleBundle({ mode: 'rehearsal' })), 'import.rehearsal'));
    it('a redacted bundle', async () => {
      const files = new Map<string, Uint8Array>();
      for await (const { name, chunks } of redactedFiles(memorySource(sampleBundle()), first, { withholds: (entry) => entry.seq === 3, files: [], shown: [] })) {
        const parts: Uint8Array[] = [];
        for await (const chunk of chunks) parts.push(chunk.slice());
        files.set(name, Buffer.concat(parts));
      }
      await unchanged(() => take(files), 'import.withheld');
    });
    it('a false sign-off', () => unchanged(() => take(signedOff((files) => signed(draftOf(files), officers.olga, (s) => ({ ...s, predicate: { ...s.predicate, decision: 'accepted', endorsement: null } })))), 'import.invalid'));
    it('what is no bundle', () => unchanged(() => take(new Map()), 'import.invalid'));

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

  describe('what does not fit is refused, with its own code', () => {
    it('another statement of the same ceremony', async () => {
      await write(first);
      await unchanged(() => take(sampleBundle({ of: { ...firstSample('production'), begins: Date.UTC(2026, 5, 1) } })), 'import.conflict');
    });

    it('a second one that follows the same', async () => {
      await write(first);
      await write(check);
      await unchanged(() => take(later('rotate').bundle), 'import.fork');
    });

    it('one whose predecessor is not there, unless a gap is allowed; and two over the same gap', async () => {
      await unchanged(() => write(check), 'import.gap');
      expect(await write(check, gapAllowed)).toMatchObject({ outcome: 'imported', gap: true });
      expect((await place.rows('SELECT ceremony, gap FROM lineage_order')).map((r) => [r['ceremony'], Boolean(r['gap'])])).toEqual([['SAMPLE-CHECK', true]]);
      await unchanged(() => take(later('rotate').bundle, gapAllowed), 'import.fork');
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
      await unchanged(() => write(other), 'import.unexplained-change');
    });

    it('one that began from packages alone, unless a gap is allowed', async () => {
      await write(first);
      await unchanged(() => take(later('restore from a package alone').bundle), 'import.gap-package');
      expect(await take(later('restore from a package alone').bundle, gapAllowed)).toMatchObject({ outcome: 'imported', gap: true });
      expect((await place.rows('SELECT gap FROM lineage_order ORDER BY kind')).map((r) => Boolean(r['gap']))).toEqual([false, true]);
    });

    it('a second beginning of the same root', async () => {
      await write(first);
      const again = (p: VerifiedTranscript['statement']['predicate']) => ({ ...p, ceremony: 'ANOTHER-1', lifecycle: p.lifecycle.map((k) => ({ ...k, ceremony: 'ANOTHER-1' })) });
      await unchanged(() => write(restated(first, again)), 'import.second-beginning');
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
      await unchanged(() => write(restated(check, change)), code);
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
      await unchanged(() => write(check), 'import.damaged');
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
