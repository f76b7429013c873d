/** test/vectors/transfer-1: the exact files of each target stay what they are to the byte, and the commands of docs/ceremonies/transfer-targets.md open them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromHex } from '../../src/core/bytes/bytes.ts';
import { transferFiles } from '../../src/core/transfer/files.ts';
import type { TransferContext, TransferKey } from '../../src/core/transfer/instructions/page.ts';
import { readTargetKey } from '../../src/core/transfer/target-key.ts';
import { oaepHashOf, takesKeyMaterial, transferTarget, wrapFormOf } from '../../src/core/transfer/targets.ts';

const folder = join(import.meta.dirname, '../vectors/transfer-1');
const document = readFileSync(join(import.meta.dirname, '../../docs/ceremonies/transfer-targets.md'), 'utf8');

interface Case {
  readonly name: string;
  readonly target: unknown;
  readonly key: TransferKey;
  readonly delivery: { readonly wrappedAesKey: string | null; readonly wrappedKey: string } | null;
  readonly opens: { readonly transportKey: string | null; readonly key: string } | null;
}
const { context, cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { readonly context: TransferContext; readonly cases: readonly Case[] };
const scratch = mkdtempSync(join(tmpdir(), 'keyrite-vectors-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(cases.map((one) => [one.name, one] as const))('the vector %s', (name, { target: written, key, delivery }) => {
  const target = transferTarget.parse(written);
  const stored = (file: string): Buffer => readFileSync(join(folder, name, file));

  it('is what the code makes, and nothing beside it', () => {
    const made = transferFiles(target, delivery && { check: key.check, wrappedAesKey: delivery.wrappedAesKey === null ? null : fromHex(delivery.wrappedAesKey), wrappedKey: fromHex(delivery.wrappedKey) }, key, context);
    expect(made.map((file) => file.name).sort()).toEqual(readdirSync(join(folder, name)).sort());
    for (const file of made) expect(Buffer.from(file.bytes).equals(stored(file.name)), file.name).toBe(true);
  });

  it('has the digests that its README.txt tells to compare', () => {
    const lines = [...stored('README.txt').toString('ascii').matchAll(/^ {4}([0-9a-f]{64}) \*(\S+)$/gm)];
    expect(lines.length).toBe(readdirSync(join(folder, name)).length - 1);
    for (const [, digest, file] of lines) expect(createHash('sha256').update(stored(file!)).digest('hex')).toBe(digest);
  });
});

describe('by hand, as the document says', () => {
  const programs = [...document.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]!);
  const blobs: Readonly<Record<string, string>> = { 'azure-byok': 'byok', 'aws-kms': 'EncryptedKeyMaterial.bin', 'google-kms': 'wrapped.bin', pkcs11: 'rsa-aes-key-wrap.bin' };

  it.each(cases.filter(({ opens }) => opens !== null).map((one) => [one.name, one] as const))('%s opens to the key', (name, { target: written, opens }) => {
    const target = transferTarget.parse(written);
    const hash = oaepHashOf(target) ?? expect.fail('no hash');
    const file = readdirSync(join(folder, name)).find((one) => one.endsWith(blobs[target.kind]!))!;
    expect(programs.length).toBe(3);
    const unpack = target.kind === 'azure-byok' ? programs[0]! : `cp "$FILE" blob.bin\n`;
    const env = { ...process.env, FILE: join(folder, name, file), PEM: join(folder, 'wrapping-key.pem'), HASH: hash, BYTES: '384' };
    const { status, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', unpack + programs[takesKeyMaterial(target) && wrapFormOf(target) === 'direct' ? 2 : 1]!], { cwd: scratch, env, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(readFileSync(join(scratch, 'key.bin')).toString('hex')).toBe(opens!.key);
  });

  it('names the wrapping key as the plan does', () => {
    const { sha256 } = readTargetKey(readFileSync(join(folder, 'wrapping-key.public.pem')));
    for (const { target } of cases) expect([sha256, undefined]).toContain((target as { readonly publicKey?: string }).publicKey);
    expect(document).toContain(sha256);
  });

  it('quotes a document of each kind as it is', () => {
    for (const [name, file] of [['dke-rsa', 'records-wrapping.dke.json'], ['xks-aes', 'records-master.xks-metadata.json']] as const) {
      const members = [...readFileSync(join(folder, name, file), 'utf8').matchAll(/"(\w+)":/g)].map((match) => match[1]!);
      for (const member of members) expect(document).toContain(`\`${member}\``);
    }
  });
});
