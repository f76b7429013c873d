/** A verified record as OCSF 1.8 events, JSON lines: first what happened to keys and share sets, then what the verifier remarked. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { jsonText } from '../common/text.ts';
import { entityEvents } from './entity-events.ts';
import { findings } from './findings.ts';

/** One event a line. Throws RefusalError `transcript.changed-meanwhile`. */
export async function* ocsf(verified: VerifiedTranscript): AsyncGenerator<string> {
  let application = '';
  for await (const event of entityEvents(verified, (name) => void (application = name))) yield `${jsonText(event)}\n`;
  for (const event of findings(verified, application)) yield `${jsonText(event)}\n`;
}
