/** What every export format owes: the same bytes twice, the digests, the mark of practice, and nothing that a hostile record could do to its reader. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { fewNames, hostile, sampleNames, unseen, verifiedOf, whole } from '../../test/exports/verified-samples.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { exportFormats, formatOf } from './formats.ts';
import type { ExportFormat } from './formats.ts';

vi.mock('../core/transcript/signature.ts', async (original) => (await import('../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../core/transcript/signature.ts')>()));

/** Each file of the format, or its one stream. */
async function filesOf(format: ExportFormat, verified: VerifiedTranscript): Promise<ReadonlyMap<string, string>> {
  if (format.kind === 'stream') return new Map([['', await whole(format.write(verified))]]);
  const files = new Map<string, string>();
  for await (const { name, text } of format.files(verified)) files.set(name, text);
  return files;
}

/** Long lines folded (RFC 5545 section 3.1) are whole again. */
const unfolded = (text: string): string => text.replaceAll('\r\n ', '');

describe.each(exportFormats.map((format) => ({ id: format.id, format })))('$id', ({ format }) => {
  it.each(fewNames)('is the same bytes twice, and carries both digests (%s)', async (name) => {
    const verified = await verifiedOf(name);
    const files = await filesOf(format, verified);
    expect(await filesOf(format, verified)).toEqual(files);
    // Of several files the index carries them.
    const carrier = unfolded(format.kind === 'stream' ? files.get('')! : files.get('index.json')!);
    expect(carrier).toContain(verified.transcriptSha256);
    expect(carrier).toContain(verified.statementSha256);
    expect(carrier.endsWith('\n')).toBe(true);
  });

  it.each(sampleNames)('is made of every kind of ceremony (%s)', async (name) => {
    expect((await filesOf(format, await verifiedOf(name))).size).toBeGreaterThan(0);
  });

  it('says of a rehearsal that it is one, and of nothing else', async () => {
    for (const [file, text] of await filesOf(format, await verifiedOf('generate', 'rehearsal'))) expect(`${file} ${text}`).toMatch(/rehearsal/i);
    for (const text of (await filesOf(format, await verifiedOf('generate'))).values()) expect(text).not.toMatch(/REHEARSAL: /);
  });

  it('shows nothing invisible and no tag of a hostile record', async () => {
    for (const [file, text] of await filesOf(format, hostile(await verifiedOf('destroy')))) {
      // What was signed is given as it was signed, and its names are those of a plan, in which nothing invisible can stand.
      expect(unseen.exec(text), file).toBeNull();
      // In a calendar or a log line a tag is text like any other; what a page or a reader of Markdown is given holds none.
      if (['json', 'jsonl', 'md'].includes(format.extension)) expect(text, file).not.toMatch(/<script/i);
    }
  });

  it('is in docs/exports.md, with its standard', () => {
    const page = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
    expect(page).toContain(`| \`${format.id}\` |`);
    expect(page).toContain(format.standard);
    expect(page).toContain(`--format ${format.id}`);
  });
});

describe('formats', () => {
  it('have ids and file names that are safe anywhere', async () => {
    for (const format of exportFormats) {
      expect(format.id).toMatch(/^[a-z0-9.-]+$/);
      for (const name of (await filesOf(format, await verifiedOf('generate'))).keys()) expect(name).toMatch(/^([a-z0-9][a-z0-9.-]*)?$/);
    }
    expect(formatOf('none')).toBeNull();
  });
});
