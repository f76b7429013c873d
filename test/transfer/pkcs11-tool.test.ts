/** The lines of README.txt for pkcs11-tool, run as they stand: the second opens the key in the token, the third leaves no transport key. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { transferFiles } from '../../src/core/transfer/files.ts';
import { createSoftHsm, scratchFolder } from '../softhsm/soft-token.ts';
import { pkcs11 } from './sample-targets.ts';
import { aesKey, context, deliver } from './software-delivery.ts';

const folder = scratchFolder();
afterAll(() => folder.remove());
const soft = createSoftHsm(folder.path);

function shell(line: string): string {
  const { status, stdout, stderr, error } = spawnSync('bash', ['--norc', '-c', line], { cwd: folder.path, env: { ...process.env, ...soft.env }, encoding: 'utf8' });
  if (error !== undefined) throw error;
  expect(status, `${line}\n${stderr}`).toBe(0);
  return stdout + stderr;
}

describe('pkcs11-tool', () => {
  it('opens the second part in the token and deletes the transport key', () => {
    const key = aesKey();
    const transport = randomBytes(32);
    const made = transferFiles(pkcs11, deliver(key, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey, 'sha1', 'two-step', transport), key.key, context);
    for (const { name, bytes } of made) writeFileSync(join(folder.path, name), bytes);
    // The label of the sample has an apostrophe, so the quoting is tried too.
    const label = String.raw`'ward'\''s online HSM'`;
    shell(`softhsm2-util --init-token --free --label ${label} --so-pin 12345678 --pin 1234`);
    // Stands for the first line, which needs a newer OpenSC than Debian's.
    writeFileSync(join(folder.path, 'transport.bin'), transport);
    const login = (line: string): string => `${line.replace('MODULE', soft.module).replace('0x210B', '0x210A')} --pin 1234`;
    shell(login(`pkcs11-tool --module MODULE --token-label ${label} --login --write-object transport.bin --type secrkey --key-type AES:32 --id 7472616e73 --usage-wrap`));

    const readme = Buffer.from(made.at(-1)!.bytes).toString('ascii').replaceAll(/ \\\n +/g, ' ');
    const lines = readme.split('\n').filter((line) => line.startsWith('    pkcs11-tool ')).map((line) => line.trim());
    expect(lines.length).toBe(3);
    expect(shell(login(lines[1]!))).toMatch(/label: +records-master\n +ID: +0f1e2d3c4b5a69788796a5b4c3d2e1f0\n.*\n +Access: +sensitive/);
    shell(login(lines[2]!));
    const left = shell(login(`pkcs11-tool --module MODULE --token-label ${label} --login --list-objects`));
    expect(left).toContain('records-master');
    expect(left).not.toContain('7472616e73');
  });
});
