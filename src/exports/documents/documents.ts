/** The documents that can be made of a verified transcript: the one place that knows them all. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import type { DocumentKind, PrintedDocument } from './blocks.ts';
import { certificateDocument } from './certificate.ts';
import { checkDocument } from './check-result.ts';
import { custodyDocument } from './custody.ts';
import { keyManagementDocument } from './kmp.ts';
import { scriptDocument } from './script.ts';
import { transcriptDocument } from './transcript.ts';

const makers: Readonly<Record<DocumentKind, (verified: VerifiedTranscript) => PrintedDocument | Promise<PrintedDocument>>> = {
  script: (verified) => scriptDocument({ plan: verified.plan, sha256: verified.statement.predicate.plan.sha256 }, verified.inherited),
  transcript: transcriptDocument,
  certificate: certificateDocument,
  custody: custodyDocument,
  kmp: keyManagementDocument,
  check: checkDocument,
};

/** The document of `kind`. RefusalErrors `document.not-a-check`, `transcript.changed-meanwhile`. */
export async function bundleDocument(verified: VerifiedTranscript, kind: DocumentKind): Promise<PrintedDocument> {
  return makers[kind](verified);
}
