import { cpSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directorySource } from '../../verifier/directory-source.ts';
import { verifyBundle } from '../../verifier/verify-bundle.ts';
import { keyrite } from '../keyrite.ts';
import { codeFromTerminal } from '../read-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-sign-off-'));
const vector = fileURLToPath(new URL('../../../test/vectors/keyrite-bundle-1/bundle', import.meta.url));
const CODE = 'a long enough code';
const keyFile = join(folder, 'olga.key');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
/** A file descriptor from which the code can be read. */
function fdOf(code: string): string {
  const path = join(folder, `code-${++number}`);
  writeFileSync(path, code);
  return String(openSync(path, 'r'));
}
function bundle(): string {
  const path = join(folder, `bundle-${++number}`);
  cpSync(vector, path, { recursive: true });
  return path;
}
async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await keyrite(args, { out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
const who = (name = 'Olga Reviewer'): readonly string[] => ['--reasons', 'All is there.', '--name', name, '--role', 'compliance officer', '--key', keyFile];

beforeAll(async () => {
  const made = await run('officer-key', 'new', keyFile, '--code-fd', fdOf(`${CODE}\n`));
  expect(made).toMatchObject({ exit: 0, err: '' });
  expect(made.out).toMatch(/^SHA-256 of the public key: [0-9a-f]{64}$/);
}, 60_000);

describe('keyrite sign-off', () => {
  it.each([['accept', 'accepted', []], ['refuse', 'refused', ['R-SIGNOFF-06']]] as const)('--decision %s adds one file, and the bundle verifies with it', async (word, decision, rules) => {
    const path = bundle();
    const before = readdirSync(path, { recursive: true }).sort();
    const made = await run('sign-off', path, '--decision', word, ...who(), '--code-fd', fdOf(CODE));
    expect(made).toMatchObject({ exit: 0, err: '' });
    expect(made.out).not.toContain(CODE);
    const report = await verifyBundle(directorySource(path));
    expect(report).toMatchObject({ verdict: 'valid', errors: 0, signOffs: [{ decision, reasons: 'All is there.', valid: true, officer: { name: 'Olga Reviewer', role: 'compliance officer' } }] });
    expect(report.findings.map((f) => f.rule)).toEqual(rules);
    expect(readdirSync(path, { recursive: true }).sort().filter((name) => !String(name).startsWith('sidecars'))).toEqual(before);
    const { signatures } = JSON.parse(readFileSync(join(path, report.signOffs[0]!.file), 'utf8')) as { readonly signatures: readonly unknown[] };
    expect(signatures).toHaveLength(1);
  }, 60_000);

  it('is refused to somebody who took part, with a wrong code, and for a record that is not valid', async () => {
    const path = bundle();
    const part = await run('sign-off', path, '--decision', 'accept', ...who('WIM  Witness'), '--code-fd', fdOf(CODE));
    expect(part).toMatchObject({ exit: 1, err: expect.stringMatching(/^sign-off\.took-part/) });
    const wrong = await run('sign-off', path, '--decision', 'accept', ...who(), '--code-fd', fdOf('another code altogether'));
    expect(wrong).toMatchObject({ exit: 1, err: expect.stringMatching(/^officer-key\.wrong-code/) });
    writeFileSync(join(path, 'documents/room.txt'), 'changed');
    const broken = await run('sign-off', path, '--decision', 'refuse', ...who(), '--code-fd', fdOf(CODE));
    expect(broken).toMatchObject({ exit: 1, err: expect.stringMatching(/^sign-off\.not-valid/) });
    expect(readdirSync(path)).not.toContain('sidecars');
  }, 60_000);

  it('never writes through a link', async () => {
    const path = bundle();
    symlinkSync(folder, join(path, 'sidecars'));
    // The link is no part of a bundle, so the record is not valid with it, and nothing is signed.
    const made = await run('sign-off', path, '--decision', 'accept', ...who(), '--code-fd', fdOf(CODE));
    expect(made).toMatchObject({ exit: 1, err: expect.stringMatching(/^sign-off\.not-valid/) });
    expect(readdirSync(folder).filter((name) => name.startsWith('sign-off-'))).toEqual([]);
  });

  it.each([
    ['no bundle', ['sign-off', '--decision', 'accept', ...who()]],
    ['no decision', ['sign-off', 'x', ...who()]],
    ['another decision', ['sign-off', 'x', '--decision', 'perhaps', ...who()]],
    ['no reasons', ['sign-off', 'x', '--decision', 'accept', '--reasons', ' ', '--name', 'a', '--role', 'b', '--key', 'k']],
    ['a code as an argument', ['sign-off', 'x', '--decision', 'accept', ...who(), '--code', CODE]],
    ['a descriptor that is none', ['sign-off', 'x', '--decision', 'accept', ...who(), '--code-fd', 'x']],
    ['a word that is none', ['officer-key', 'old', 'x']],
    ['a module without a label', ['officer-key', 'new', 'x', '--module', 'y']],
  ])('answers 2 to %s', async (_what, args) => {
    expect((await run(...args)).exit).toBe(2);
  });

  it('makes no key without a code or over another file', async () => {
    const path = join(folder, 'other.key');
    expect(await run('officer-key', 'new', path, '--code-fd', fdOf(''))).toMatchObject({ exit: 1 });
    expect(await run('officer-key', 'new', path, '--code-fd', fdOf('short'))).toMatchObject({ exit: 1, err: expect.stringMatching(/^officer-key\.code-too-short/) });
    expect(readdirSync(folder)).not.toContain('other.key');
  });
});

describe('a code from the terminal', () => {
  class Terminal extends EventEmitter {
    readonly isTTY = true;
    raw: boolean[] = [];
    setRawMode(raw: boolean): void {
      this.raw.push(raw);
    }
    resume(): void {
      // Nothing flows but what the test emits.
    }
    pause(): void {
      // As above.
    }
  }

  it('is not shown, can be corrected, and what was typed is wiped', async () => {
    const terminal = new Terminal();
    const said: string[] = [];
    const asked = codeFromTerminal(terminal, (text) => void said.push(text))('Code: ');
    const typed = Buffer.from('abü\u007fc\r');
    terminal.emit('data', typed);
    expect(Buffer.from((await asked)!).toString()).toBe('abc');
    expect(said).toEqual(['Code: ', '\n']);
    expect(terminal.raw).toEqual([true, false]);
    expect(typed.every((b) => b === 0)).toBe(true);
  });

  it.each([['Ctrl-C', 3], ['Ctrl-D', 4]])('is given up with %s', async (_key, byte) => {
    const terminal = new Terminal();
    const asked = codeFromTerminal(terminal, () => undefined)('Code: ');
    terminal.emit('data', Buffer.from([97, byte]));
    expect(await asked).toBeNull();
    expect(terminal.raw).toEqual([true, false]);
  });

  it('is not asked for where there is no terminal', async () => {
    expect(await codeFromTerminal(new EventEmitter() as never, () => undefined)('Code: ')).toBeNull();
  });
});
