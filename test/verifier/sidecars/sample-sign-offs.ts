/** For tests: sign-offs of the sample bundle by fixed officers, and the ways in which one can be wrong. */
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import { buildSignOff, encodeSignOff, endorsementMessage, signOffMessage, signOffSchema } from '../../../src/core/sidecars/sign-off.ts';
import type { SignOffDraft, SignOffStatement } from '../../../src/core/sidecars/sign-off.ts';
import { sha256Hex } from '../../../src/core/bytes/digest.ts';
import { canonicalBytes, parseCanonical } from '../../../src/core/transcript/canonical-json.ts';
import { decodeEnvelope } from '../../../src/core/transcript/dsse.ts';
import { spkiSha256 } from '../../../src/core/transcript/signature.ts';
import { parseStatement } from '../../../src/core/transcript/statement.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { personKey } from '../sample-keys.ts';
import type { SampleKey } from '../sample-keys.ts';

export type Files = Map<string, Uint8Array>;

/** The officers of the tests: nobody of them took part. */
export const officers = { olga: personKey('officer olga'), omar: personKey('officer omar') } as const;

export function payloadOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return decodeEnvelope(files.get('statement.dsse.json')!).payload;
}

export function draftOf(files: ReadonlyMap<string, Uint8Array>, change: Partial<SignOffDraft> = {}, key: SampleKey = officers.olga): SignOffDraft {
  const payload = payloadOf(files);
  return {
    decision: 'accepted',
    reasons: 'Every step is there, and no deviation is open.',
    officer: { name: 'Olga Reviewer', role: 'compliance officer', spki: key.spki },
    time: '2026-02-02T10:00:00.000Z',
    ceremony: parseStatement(payload).predicate.ceremony,
    payload,
    transcriptSha256: sha256Hex(files.get('transcript.jsonl')!),
    warnings: [],
    ...change,
  };
}

/** The statement of a draft, signed by `key`; `change` is applied before the signature, so that it is a whole sign-off of something wrong. */
export function signed(draft: SignOffDraft, key: SampleKey = officers.olga, change: (statement: SignOffStatement) => unknown = (s) => s): Uint8Array {
  const built = buildSignOff(draft, draft.decision === 'accepted' ? key.sign(endorsementMessage(draft.payload)) : null);
  const signOff = canonicalBytes(change(signOffSchema.parse(parseCanonical(built))));
  return encodeSignOff(signOff, spkiSha256(key.spki), key.sign(signOffMessage(signOff)));
}

/** Puts a sign-off into the files under its right name, and answers with that name. */
export function put(files: Files, bytes: Uint8Array): string {
  const name = sidecarName('signOff', bytes);
  files.set(name, bytes);
  return name;
}

/** The sample bundle with these sign-offs. */
export function signedOff(...make: readonly ((files: Files) => Uint8Array)[]): Files {
  const files = sampleBundle();
  for (const one of make) put(files, one(files));
  return files;
}

export const accepting = (files: Files): Uint8Array => signed(draftOf(files));
export const refusing = (files: Files): Uint8Array => signed(draftOf(files, { decision: 'refused', reasons: 'The witness is not the one in the duty list.' }));
export const omarAccepting = (files: Files): Uint8Array => signed(draftOf(files, { officer: { name: 'Omar Second', role: 'auditor', spki: officers.omar.spki } }), officers.omar);

