/** Reads the files of one bundle, each within its limit, and remembers the digest of each. What it cannot read is a finding. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import { sha256Hex } from '../core/bytes/digest.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames, partOf } from '../core/transcript/bundle.ts';
import { decodeEnvelope } from '../core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../core/transcript/dsse.ts';
import { parseStatement } from '../core/transcript/statement.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { Findings } from './findings.ts';
import type { RuleId } from './rules.ts';
import { readWhole } from './source.ts';
import type { BundleSource } from './source.ts';

export interface Reader {
  readonly digests: Map<string, string>;
  /** Names of the files that may be opened. */
  readonly names: ReadonlySet<string>;
  /** Null where the file is not there, may not be opened or cannot be read; the last two are findings. */
  read(name: string): Promise<Uint8Array | null>;
  /** Digests of all files that were not read yet, in chunks; of the transcript never. */
  digestRest(): Promise<void>;
}

export function newReader(source: BundleSource, names: ReadonlySet<string>, findings: Findings): Reader {
  const digests = new Map<string, string>();
  const orFinding = async <T>(name: string, act: () => Promise<T>): Promise<T | null> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      findings.add('R-FILE-07', { file: name }, error.message);
      return null;
    }
  };
  return {
    digests,
    names,
    async read(name) {
      const part = partOf(name);
      if (part === null || !names.has(name)) return null;
      const bytes = await orFinding(name, () => readWhole(source, name, part.maxBytes));
      if (bytes !== null) digests.set(name, sha256Hex(bytes));
      return bytes;
    },
    async digestRest() {
      for (const name of names) {
        if (digests.has(name) || name === bundleNames.transcript) continue;
        const digest = await orFinding(name, async () => {
          const hash = sha256.create();
          for await (const chunk of source.open(name)) hash.update(chunk);
          return toHex(hash.digest());
        });
        if (digest !== null) digests.set(name, digest);
      }
    },
  };
}

/** A statement as it was signed. */
export interface Signed {
  readonly statement: CeremonyStatement;
  readonly payload: Uint8Array;
  readonly signatures: readonly EnvelopeSignature[];
}

/** The statement in the bytes of the file `name`, or null with a finding of the rule for envelopes or the one for statements. */
export function readSigned(findings: Findings, name: string, bytes: Uint8Array | null, envelope: RuleId, statement: RuleId): Signed | null {
  if (bytes === null) return null;
  let rule = envelope;
  try {
    const { payload, signatures } = decodeEnvelope(bytes);
    rule = statement;
    return { statement: parseStatement(payload), payload, signatures };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add(rule, { file: name }, error.message);
    return null;
  }
}
