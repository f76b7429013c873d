/** What views are derived from, once a bundle was found valid. Reads the record again, and gives nothing whole that is not what was verified. */
import type { Inherited } from '../core/lineage/types.ts';
import type { Plan } from '../core/plan/schema.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import { GENESIS, lineHash } from '../core/transcript/chain.ts';
import { preAuthEncoding } from '../core/transcript/dsse.ts';
import { parseEntry } from '../core/transcript/event-schema.ts';
import { limits } from '../core/transcript/limits.ts';
import { verifySignature } from '../core/transcript/algorithms.ts';
import { secondKeyOf } from '../core/transcript/signer-keys.ts';
import { DSSE_PAYLOAD_TYPE } from '../core/transcript/types.ts';
import type { Entry } from '../core/transcript/types.ts';
import type { VerifiedSecondSignature, VerifiedSignature, VerifiedTranscript } from '../core/transcript/verified.ts';
import { linesOf } from './lines.ts';
import type { Signed } from './reader.ts';
import type { VerifyReport } from './report.ts';
import type { BundleSource } from './source.ts';

interface Parts {
  readonly source: BundleSource;
  readonly report: VerifyReport;
  readonly signed: Signed;
  readonly plan: Plan;
  readonly inherited: Inherited;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** Each entry, where the chain holds; SECURITY: what was read last is complete only once its hash is the signed head. Throws `transcript.changed-meanwhile`. */
async function* entriesOf(source: BundleSource, signedHead: string): AsyncGenerator<Entry> {
  const changed = (): RefusalError => new RefusalError('transcript.changed-meanwhile');
  let head = GENESIS;
  let seq = 0;
  for await (const { bytes } of linesOf(source.open(bundleNames.transcript), limits.lineBytes)) {
    const entry = parseEntry(bytes, seq);
    if (entry.prev !== head) throw changed();
    head = lineHash(bytes);
    seq++;
    yield entry;
  }
  if (head !== signedHead) throw changed();
}

function signaturesOf({ signed, keys }: Parts): readonly VerifiedSignature[] {
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, signed.payload);
  return signed.signatures.flatMap(({ keyid, signature }) => {
    const signer = signed.statement.predicate.signers.find((s) => s.id === keyid);
    const spki = keys.get(keyid);
    return signer !== undefined && spki !== undefined && verifySignature(signer.algorithm, signature, message, spki) ? [{ signer: keyid, signature }] : [];
  });
}

/** In the order of the envelope, as the first ones are. */
function secondSignaturesOf({ signed, keys }: Parts): readonly VerifiedSecondSignature[] {
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, signed.payload);
  return signed.signatures.flatMap(({ keyid, signature }) => {
    const signer = signed.statement.predicate.signers.find((s) => secondKeyOf(s) === keyid);
    const spki = keys.get(keyid);
    if (signer?.postQuantum === undefined || spki === undefined) return [];
    const { algorithm } = signer.postQuantum;
    return verifySignature(algorithm, signature, message, spki) ? [{ signer: signer.id, key: keyid, algorithm, signature }] : [];
  });
}

/** The transcript of a bundle whose report says that it is not invalid. */
export function verifiedTranscript(parts: Parts): VerifiedTranscript {
  const { source, report, signed, plan, inherited, keys } = parts;
  const { statement, payload } = signed;
  const transcriptSha256 = statement.subject.find((s) => s.name === bundleNames.transcript)!.digest.sha256;
  return {
    verdict: report.verdict === 'trusted' ? 'trusted' : 'valid',
    rehearsal: report.rehearsal,
    statement,
    payload,
    statementSha256: report.statementSha256!,
    transcriptSha256,
    plan,
    inherited,
    signatures: signaturesOf(parts),
    secondSignatures: secondSignaturesOf(parts),
    keys,
    warnings: report.findings.filter((f) => f.severity === 'warning').map(({ rule, event, found, means }) => ({ rule, event, found, means })),
    entries: () => entriesOf(source, statement.predicate.record.head),
  };
}
