/** Software tokens for tests: a SoftHSM2 with a token folder of its own, and an NSS database. Never touches the machine's own configuration. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenAddress } from '../../src/core/ports/hsm.ts';

function firstOf(paths: readonly string[]): string {
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`none of these is installed: ${paths.join(', ')}`);
  return found;
}

export const softHsmModule = (): string => firstOf(['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so']);
export const nssModule = (): string => firstOf(['/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so', '/usr/lib/x86_64-linux-gnu/libsoftokn3.so', '/usr/lib/aarch64-linux-gnu/nss/libsoftokn3.so', '/usr/lib/aarch64-linux-gnu/libsoftokn3.so']);

export interface SoftHsm {
  readonly module: string;
  /** For the worker's environment: `forkWorker(path, env)`, or set in process.env before the first call. */
  readonly env: { readonly SOFTHSM2_CONF: string };
  readonly folder: string;
}

/**
 * A SoftHSM2 configuration in `folder` (made where missing) with no token yet. SoftHSM offers one blank slot at a time; initialising it makes
 * the next appear, so any number of tokens can be made one after the other.
 */
export function createSoftHsm(folder: string): SoftHsm {
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens, { recursive: true });
  const conf = join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n`);
  return { module: softHsmModule(), env: { SOFTHSM2_CONF: conf }, folder };
}

/** NSS names its one token itself. */
export const NSS_LABEL = 'NSS Certificate DB';

/** An empty NSS database whose user PIN is `pin`, and its address. NSS is adopted, not initialised: certutil sets it up. */
export function createNss(folder: string, pin: string): TokenAddress {
  mkdirSync(folder, { recursive: true });
  const pinFile = join(folder, 'pin.txt');
  writeFileSync(pinFile, pin);
  execFileSync('certutil', ['-N', '-d', `sql:${folder}`, '-f', pinFile]);
  rmSync(pinFile);
  return { module: nssModule(), parameters: `configdir='sql:${folder}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=`, label: NSS_LABEL };
}

/** A folder of its own for one test file; `remove` it in afterAll. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keyrite-hsm-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Fresh bytes of a PIN for each call: the port wipes what it is given. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The worker's source, which Node runs as it is. */
export const workerSource = new URL('../../src/main/adapters/hsm/worker.ts', import.meta.url);
