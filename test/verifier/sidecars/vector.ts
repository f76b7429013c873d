/** For tests: the sample bundle with an acceptance, a refusal by another officer, and an entry of a log, always with the same bytes. */
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import { logFile } from './sample-logs.ts';
import { accepting, draftOf, officers, payloadOf, signed, signedOff } from './sample-sign-offs.ts';
import type { Files } from './sample-sign-offs.ts';

export function vectorFiles(): Files {
  const refusing = (files: Files): Uint8Array => signed(draftOf(files, { decision: 'refused', reasons: 'The witness is not on the duty list.', officer: { name: 'Omar Second', role: 'auditor', spki: officers.omar.spki } }), officers.omar);
  const files = signedOff(accepting, refusing);
  const log = logFile(payloadOf(files));
  files.set(sidecarName('logEntry', log), log);
  return files;
}
