/** What every README.txt for a receiving side has in common: plain ASCII, the same words, safe commands. Holds nothing secret. */
import type { KeyCheck, KeyReference } from '../../ports/hsm.ts';
import type { Deadline } from '../deadline.ts';

/** The key that is delivered, as the evidence of the ceremony has it. */
export interface TransferKey extends KeyReference {
  readonly check: KeyCheck;
}

export interface TransferContext {
  /** Id of the ceremony. */
  readonly ceremony: string;
  /** When the delivery was made, UTC, ISO 8601. */
  readonly madeAt: string;
  /** Name and version of the tool; name and firmware version of the source HSM. */
  readonly source: string;
  readonly mode: 'rehearsal' | 'production';
}

/** What one target's instructions are written from. */
export interface Page<T> {
  readonly target: T;
  readonly key: TransferKey;
  readonly context: TransferContext;
  readonly deadline: Deadline | null;
}

/** `word` as one word of a POSIX shell. SECURITY: a label is free text, and the receiver pastes these lines. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.,:/@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command over several lines, indented: the first words, then one option a line. */
export function command(first: string, ...options: readonly string[]): string {
  return [`    ${first}`, ...options.map((option) => `      ${option}`)].join(' \\\n');
}

/** How the receiver knows that an asymmetric key has arrived: the public key that its tool writes to `file`. Null for a secret key. */
export function publicKeyCheck(key: TransferKey, fetch: string, file: string): string | null {
  if (key.check.kind !== 'spki-sha256') return null;
  return `Compare the public key that was made of it. The last line must be

    ${key.check.value}

${fetch}
    openssl pkey -pubin -in ${file} -outform DER | openssl dgst -sha256 -r`;
}

/** What there is to compare of a secret key. */
export function secretKeyCheck(key: TransferKey): string | null {
  if (key.check.kind !== 'cmac') return null;
  return `The check value of the key is ${key.check.value}: the first 5 bytes of the AES-CMAC of
a block of 16 zero bytes (ANSI X9.24-1:2017, annex A).`;
}

const curves: Readonly<Partial<Record<string, string>>> = { 'ec-p256': 'P-256', 'ec-p384': 'P-384' };

/** NIST's name of the curve of `key`, or null. */
export function curveOf(key: TransferKey): string | null {
  return curves[key.type] ?? null;
}
