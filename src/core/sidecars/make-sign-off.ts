/** The act of signing off: the officer's key signs what it must, and the file comes out. Never signs for somebody who took part, and never endorses what is refused. */
import { fromBase64, wipe } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import type { OfficerKeyPort } from '../ports/officer-key.ts';
import type { BundleFile } from '../transcript/bundle.ts';
import { spkiSha256, verifyP256 } from '../transcript/signature.ts';
import type { VerifiedTranscript } from '../transcript/verified.ts';
import { isSidecar, sidecarName } from './names.ts';
import { buildSignOff, encodeSignOff, endorsementMessage, signOffMessage } from './sign-off.ts';
import type { Decision, SignOffDraft, SignOffPredicate } from './sign-off.ts';
import { tookPart } from './took-part.ts';

export interface SignOffRequest {
  readonly decision: Decision;
  readonly reasons: string;
  readonly name: string;
  readonly role: string;
  /** UTC, ISO 8601 with milliseconds and Z. */
  readonly time: string;
  /** The warnings that the officer was shown: {@link warningsShown}. */
  readonly warnings: SignOffPredicate['verified']['warnings'];
}

/** What of the verifier's findings a sign-off names: the warnings about the ceremony itself, and not those about other sidecars. */
export function warningsShown(findings: readonly { readonly rule: string; readonly severity: string; readonly event: number | null; readonly file: string | null }[]): SignOffPredicate['verified']['warnings'] {
  return findings.filter((f) => f.severity === 'warning' && (f.file === null || !isSidecar(f.file))).map(({ rule, event }) => ({ rule, event }));
}

/** Digests of every key that somebody registered in the record. */
async function registeredKeys(verified: VerifiedTranscript): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const { event } of verified.entries()) {
    if (event.type === 'participant.registered') keys.add(spkiSha256(fromBase64(event.publicKey)));
  }
  return keys;
}

/**
 * Signs off a record that the verifier found valid, and answers with the file to add to the bundle. Wipes the code whatever happens.
 * Throws RefusalError `sign-off.took-part` (before the key is opened), `sign-off.bad-value`, `sign-off.wrong-signature`, and those of the key.
 */
export async function makeSignOff(verified: VerifiedTranscript, request: SignOffRequest, key: OfficerKeyPort, code: Uint8Array): Promise<BundleFile> {
  try {
    const spki = await key.publicKey();
    const keySha256 = spkiSha256(spki);
    const why = tookPart(verified.statement, verified.plan, { name: request.name, keySha256 }, await registeredKeys(verified));
    if (why !== null) throw new RefusalError('sign-off.took-part', { why });
    const { decision, reasons, name, role, time, warnings } = request;
    const { payload, transcriptSha256 } = verified;
    const draft: SignOffDraft = { decision, reasons, officer: { name, role, spki }, time, ceremony: verified.statement.predicate.ceremony, payload, transcriptSha256, warnings };
    // What cannot be written is refused before anything is signed; the stand-in has the length of a signature.
    buildSignOff(draft, decision === 'accepted' ? new Uint8Array(72) : null);
    const open = await key.open(code);
    try {
      const signed = async (message: Uint8Array): Promise<Uint8Array> => {
        const signature = await open.sign(message);
        if (!verifyP256(signature, message, spki)) throw new RefusalError('sign-off.wrong-signature');
        return signature;
      };
      // SECURITY: a refusal must never be readable as an endorsement, so the ceremony's own bytes are signed only where it is accepted.
      const signOff = buildSignOff(draft, decision === 'accepted' ? await signed(endorsementMessage(payload)) : null);
      const bytes = encodeSignOff(signOff, keySha256, await signed(signOffMessage(signOff)));
      return { name: sidecarName('signOff', bytes), bytes };
    } finally {
      await open.close();
    }
  } finally {
    wipe(code);
  }
}
