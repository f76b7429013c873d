/** For those who ask only whether a bundle is invalid: the first error ends the work, and what tells most is asked first. Never finds a bundle valid. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { partOf } from '../core/transcript/bundle.ts';
import type { Findings } from './findings.ts';
import type { BundleSource } from './source.ts';

/** Ends the judging. No refusal: nobody else catches it. */
export class FirstError extends Error {
  constructor() {
    super('the first error was found');
    this.name = 'FirstError';
  }
}

/** `findings`, but for the first error, which is kept and thrown as {@link FirstError}. */
export function untilFirstError(findings: Findings): Findings {
  return {
    add(rule, where, found) {
      findings.add(rule, where, found);
      if (findings.errors > 0) throw new FirstError();
    },
    list: findings.list,
    get errors() {
      return findings.errors;
    },
    get warnings() {
      return findings.warnings;
    },
  };
}

/** SHA-256 (hex) of every file of the bundle that can be read within its limit, the transcript too; what cannot is judged later. */
export async function allDigests(source: BundleSource, names: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const name of names) {
    const hash = sha256.create();
    let left = partOf(name)?.maxBytes ?? 0;
    try {
      for await (const chunk of source.open(name)) {
        left -= chunk.length;
        if (left < 0) break;
        hash.update(chunk);
      }
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      continue;
    }
    if (left >= 0) digests.set(name, toHex(hash.digest()));
  }
  return digests;
}
