/** `keyrite sidecar add`: what holds is put beside the bundle, what does not is refused, and nothing else changes. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { keyrite } from '../../../src/cli/keyrite.ts';
import { directorySource } from '../../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../../src/verifier/verify-bundle.ts';
import { utf8 } from '../../../src/core/bytes/bytes.ts';
import { logFile } from './sample-logs.ts';
import { payloadOf } from './sample-sign-offs.ts';
import { authority } from './sample-timestamps.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-add-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const vector = fileURLToPath(new URL('../../vectors/keyrite-bundle-1/bundle', import.meta.url));
const payload = payloadOf(new Map([['statement.dsse.json', new Uint8Array(readFileSync(join(vector, 'statement.dsse.json')))]]));

let number = 0;
function bundle(): string {
  const path = join(folder, `bundle-${++number}`);
  cpSync(vector, path, { recursive: true });
  return path;
}
function file(bytes: Uint8Array): string {
  const path = join(folder, `file-${++number}`);
  writeFileSync(path, bytes);
  return path;
}
async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly err: string }> {
  const err: string[] = [];
  return { exit: await keyrite(['sidecar', ...args], { out: () => undefined, err: (line) => void err.push(line) }), err: err.join('\n') };
}
const sidecarsOf = (path: string): readonly string[] => (readdirSync(path).includes('sidecars') ? readdirSync(join(path, 'sidecars')) : []);

describe('keyrite sidecar add', () => {
  it('adds a timestamp and a log entry, each once', async () => {
    const path = bundle();
    const entry = new TextDecoder().decode(logFile(payload));
    const sigstore = `{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":${entry},"messageSignature":{}}`;
    expect(await run('add', path, file(authority().stamp(payload)))).toEqual({ exit: 0, err: '' });
    expect(await run('add', path, file(utf8(sigstore)))).toEqual({ exit: 0, err: '' });
    expect(await run('add', path, file(utf8(entry)))).toMatchObject({ exit: 1, err: expect.stringMatching(/^sidecar\.there-already/) });
    expect(await verifyBundle(directorySource(path))).toMatchObject({ verdict: 'valid', findings: [], timestamps: [{ valid: true }], logEntries: [{ valid: true }] });
    expect(sidecarsOf(path)).toHaveLength(2);
    expect(readdirSync(path).filter((name) => name !== 'sidecars').sort()).toEqual(readdirSync(vector).sort());
  });

  it.each([
    ['of something else', () => authority().stamp(utf8('something else')), /^sidecar\.would-not-hold.*R-STAMP-02/],
    ['an entry of something else', () => logFile(utf8('something else')), /^sidecar\.would-not-hold.*R-LOG-04/],
    ['no DER', () => Uint8Array.of(0x30, 0x80, 0, 0), /^sidecar\.would-not-hold.*R-STAMP-01/],
    ['some text', () => utf8('hello'), /^sidecar\.unknown-form/],
    ['JSON of something else', () => utf8('{"a":1}'), /^sidecar\.unknown-form/],
    ['a name twice', () => utf8('{"tlogEntries":[],"tlogEntries":[]}'), /^sidecar\.unknown-form/],
    ['too much', () => new Uint8Array(2 * 1024 * 1024), /^transcript\.too-large/],
  ])('refuses %s and adds nothing', async (_what, make, code) => {
    const path = bundle();
    expect(await run('add', path, file(make()))).toMatchObject({ exit: 1, err: expect.stringMatching(code) });
    expect(sidecarsOf(path)).toEqual([]);
  });

  it('answers 2 where the words do not fit', async () => {
    for (const args of [[], ['add'], ['add', 'x'], ['remove', 'x', 'y'], ['add', 'x', 'y', 'z'], ['add', 'x', 'y', '--force']]) expect((await run(...args)).exit).toBe(2);
  });
});
