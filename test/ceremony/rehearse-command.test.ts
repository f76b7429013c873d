/** `keyrite rehearse`: its options, what it leaves, and what it refuses. */
import { constants, createHash, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rehearseCommand } from '../../src/cli/rehearse.ts';
import { planText } from './sample-plan.ts';

let folder = '';
const said: string[] = [];
const io = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-rehearse-'));
  said.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function plan(text: string): string {
  const file = join(folder, 'plan.yaml');
  writeFileSync(file, text);
  return file;
}

describe('keyrite rehearse', () => {
  it('leaves a bundle and a room, and its last line with --json names them, the check values and the step times', async () => {
    const out = join(folder, 'out');
    expect(await rehearseCommand(['--plan', plan(planText), '--out', out, '--json'], io)).toBe(0);
    const last = JSON.parse(said.at(-1) ?? '') as { bundle: string; room: string; keys: { name: string; check: string }[]; steps: { step: string; milliseconds: number }[] };
    expect(readdirSync(last.bundle).sort()).toEqual(['documents', 'keys', 'package.keyrite.json', 'plan.yaml', 'statement.dsse.json', 'transcript.jsonl']);
    expect(readdirSync(last.room).sort()).toEqual(['card-2.share', 'certificate.pdf', 'custody-sheet.pdf', 'package.pdf', 'script.pdf', 'share-1-of-3.pdf', 'share-3-of-3.pdf']);
    expect(readFileSync(join(last.room, 'share-1-of-3.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(last.keys.map((k) => k.name)).toEqual(['root', 'master']);
    expect(last.keys[1]?.check).toMatch(/^[0-9A-F]{10}$/);
    expect(last.steps).toHaveLength(20);
  });

  it('leaves the key pair of a transfer\'s target in the room, which opens what was delivered', async () => {
    const out = join(folder, 'out');
    expect(await rehearseCommand(['--plan', 'resources/plans/transfer.yaml', '--out', out, '--json'], io)).toBe(0);
    const inRoom = (name: string): string => readFileSync(join(out, 'room', name), 'utf8');
    const privateKey = createPrivateKey(inRoom('REHEARSAL-ONLY-target.private.pem'));
    expect(statSync(join(out, 'room', 'REHEARSAL-ONLY-target.private.pem')).mode & 0o077).toBe(0);
    const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    expect(der).toEqual(createPublicKey(inRoom('rehearsal-target.public.pem')).export({ type: 'spki', format: 'der' }));
    expect(readFileSync(join(out, 'bundle', 'plan.yaml'), 'utf8')).toContain(createHash('sha256').update(der).digest('hex'));
    const aesKey = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, readFileSync(join(out, 'bundle', 'delivery', 'wrapped-aes-key.bin')));
    expect(aesKey).toHaveLength(32);
    // The bundle that leaves the room has nothing of it.
    expect(readdirSync(join(out, 'bundle'), { recursive: true }).map(String).filter((name) => /private|target/i.test(name))).toEqual([]);
  });

  it('refuses a folder that is not empty, a real plan and a plan with mistakes, and makes nothing', async () => {
    const full = join(folder, 'full');
    writeFileSync(join(folder, 'keep'), 'x');
    expect(await rehearseCommand(['--plan', plan(planText), '--out', folder], io)).toBe(1);
    expect(said.join()).toContain('ceremony.output-exists');
    expect(await rehearseCommand(['--plan', plan(planText.replace('mode: rehearsal', 'mode: production')), '--out', full], io)).toBe(1);
    expect(said.join()).toContain('ceremony.production-refused');
    expect(await rehearseCommand(['--plan', plan(planText.replace('threshold: 2', 'threshold: 9')), '--out', full], io)).toBe(1);
    expect(existsSync(full)).toBe(false);
  });

  it('answers wrong words with its usage', async () => {
    expect(await rehearseCommand(['--what'], io)).toBe(2);
    expect(await rehearseCommand(['--plan', join(folder, 'nothing.yaml')], io)).toBe(2);
  });
});
