/** Opens deliveries with programs that are not ours: OpenSSL's command line, and thirty lines of Python that follow RFC 8017. */
import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Answer {
  readonly ok: boolean;
  readonly out: Buffer;
}

function run(program: string, args: readonly string[], input: Uint8Array | string): Answer {
  const { status, stdout, error } = spawnSync(program, args, { input });
  if (error !== undefined) throw error;
  return { ok: status === 0, out: stdout };
}

/** The private key of the target, as a file for OpenSSL. */
export function keyFile(key: KeyObject): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-transfer-'));
  const path = join(folder, 'wrapping.pem');
  writeFileSync(path, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const oaepByOpenssl = (file: string, hash: string, ciphertext: Uint8Array): Answer =>
  run('openssl', ['pkeyutl', '-decrypt', '-inkey', file, '-pkeyopt', 'rsa_padding_mode:oaep', '-pkeyopt', `rsa_oaep_md:${hash}`, '-pkeyopt', `rsa_mgf1_md:${hash}`], ciphertext);

/** A65959A6 is the initial value of RFC 5649 section 3. */
export const unwrapByOpenssl = (aes: Uint8Array, wrapped: Uint8Array): Answer => run('openssl', ['enc', '-d', '-id-aes256-wrap-pad', '-K', Buffer.from(aes).toString('hex'), '-iv', 'A65959A6'], wrapped);

export function oaepByPython(key: KeyObject, hash: string, ciphertext: Uint8Array): Answer {
  const { n, d } = key.export({ format: 'jwk' }) as { readonly n: string; readonly d: string };
  const decimal = (text: string): string => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`).toString();
  const { ok, out } = run('python3', [join(import.meta.dirname, 'open_oaep.py')], JSON.stringify({ n: decimal(n), d: decimal(d), hash, ciphertext: Buffer.from(ciphertext).toString('hex') }));
  return { ok, out: Buffer.from(out.toString('ascii').trim(), 'hex') };
}
