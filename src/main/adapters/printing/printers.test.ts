import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { createCupsPrinter } from './cups-printer.ts';
import { createRoomPrinter } from './room-printer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-print-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pdf = utf8('%PDF-1.7 test');
const sheet = { name: 'share-1-of-3', pdf, secret: true } as const;
const refusalOf = async (work: Promise<unknown>): Promise<RefusalError> => {
  const error: unknown = await work.then(() => null, (thrown: unknown) => thrown);
  if (error instanceof RefusalError) return error;
  throw new Error(`not refused: ${String(error)}`);
};

describe('room printer', () => {
  it('writes the sheet where it says, readable by its user alone, in a folder it makes', async () => {
    const { where } = await createRoomPrinter(join(folder, 'a', 'room')).print(sheet);
    expect(where).toBe(join(folder, 'a', 'room', 'share-1-of-3.pdf'));
    expect(readFileSync(where, 'utf8')).toBe('%PDF-1.7 test');
    expect(statSync(where).mode & 0o777).toBe(0o600);
  });

  it('never writes over a file: a second sheet of one name gets a number, and the first stays', async () => {
    const printer = createRoomPrinter(folder);
    const first = await printer.print(sheet);
    const second = await printer.print({ ...sheet, pdf: utf8('other') });
    expect(second.where).toBe(join(folder, 'share-1-of-3-2.pdf'));
    expect(readFileSync(first.where, 'utf8')).toBe('%PDF-1.7 test');
    for (let i = 0; i < 97; i++) await printer.print(sheet);
    expect((await refusalOf(printer.print(sheet))).code).toBe('printer.exists');
  });

  it('does not follow a link that has the name', async () => {
    const target = join(folder, 'target');
    symlinkSync(target, join(folder, 'share-1-of-3.pdf'));
    await createRoomPrinter(folder).print(sheet);
    expect(existsSync(target)).toBe(false);
  });

  it.each(['../share', 'a/b', '', '.hidden', 'x'.repeat(100), 'a\0b'])('refuses the name %j and writes nothing', async (name) => {
    expect((await refusalOf(createRoomPrinter(folder).print({ ...sheet, name }))).code).toBe('printer.bad-name');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a folder that can not be one', async () => {
    writeFileSync(join(folder, 'file'), '');
    const refused = await refusalOf(createRoomPrinter(join(folder, 'file', 'room')).print(sheet));
    expect(refused.code).toBe('printer.folder');
    expect(refused.message).toContain('ENOTDIR');
  });
});

/** A program that stands where lp stands; what it did is in the folder. */
function program(script: string): string {
  const path = join(folder, 'lp');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('CUPS printer', () => {
  it('hands the sheet to lp on its standard input, A4, one side, unscaled', async () => {
    const command = program(`cat > "${folder}/stdin"; printf '%s\\n' "$@" > "${folder}/args"; echo "request id is office-12 (0 file(s))"`);
    expect(await createCupsPrinter({ command }).print(sheet)).toEqual({ where: 'office-12' });
    expect(readFileSync(join(folder, 'stdin'), 'utf8')).toBe('%PDF-1.7 test');
    expect(readFileSync(join(folder, 'args'), 'utf8').split('\n')).toEqual(expect.arrayContaining(['media=A4', 'sides=one-sided', 'print-scaling=none', 'share-1-of-3']));
  });

  it('says that lp is not there', async () => {
    const refused = await refusalOf(createCupsPrinter({ command: join(folder, 'none') }).print(sheet));
    expect(refused.code).toBe('printer.not-available');
    expect(refused.message).toContain('not installed');
  });

  it('says that there is no printer, and that a printer failed, in the words of lp and without the sheet', async () => {
    const away = await refusalOf(createCupsPrinter({ command: program('echo "lp: Error - No default destination available." >&2; exit 1') }).print(sheet));
    expect(away.code).toBe('printer.not-available');
    expect(away.message).toContain('No default destination');
    const failed = await refusalOf(createCupsPrinter({ command: program('cat >/dev/null; echo "lp: Unsupported document-format" >&2; exit 1') }).print(sheet));
    expect(failed.code).toBe('printer.failed');
    expect(JSON.stringify(failed.refusal)).not.toContain('%PDF');
  });

  it('gives up a printer that does not answer, and one that ends without reading a large sheet', async () => {
    expect((await refusalOf(createCupsPrinter({ command: program('exec sleep 30'), patience: 300 }).print(sheet))).code).toBe('printer.failed');
    expect((await refusalOf(createCupsPrinter({ command: program('exit 3') }).print({ ...sheet, pdf: new Uint8Array(4_000_000) }))).code).toBe('printer.failed');
  });

  it('refuses a name that could be an option', async () => {
    expect((await refusalOf(createCupsPrinter().print({ ...sheet, name: '-d' }))).code).toBe('printer.bad-name');
  });
});
