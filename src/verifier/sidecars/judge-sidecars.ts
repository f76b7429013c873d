/** Judges every file under sidecars/ of one bundle. What it cannot judge is a finding; nothing in a sidecar changes what the statement says. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { isSidecar, MOST_SIDECARS, sidecarName, sidecarPart } from '../../core/sidecars/names.ts';
import { spkiSha256 } from '../../core/transcript/signature.ts';
import type { NewRecordCheck } from '../check.ts';
import type { Reader } from '../reader.ts';
import type { SidecarContext } from './context.ts';
import { judgeLogEntry } from './log-entries.ts';
import { judgeOfficers, judgeSignOff } from './sign-offs.ts';
import { judgeTimestamp } from './timestamps.ts';
import type { LogReport, SidecarReport, SignOffReport, TimestampReport } from './sidecar-report.ts';

/** Most keys that are remembered; a record with more registrations is judged by its signer list. */
const MOST_KEYS = 10_000;

/** A check of the record that finds nothing, and remembers in `keys` the digest of every key that somebody registered. */
export function rememberKeys(keys: Set<string>): NewRecordCheck {
  return () => ({
    entry: ({ event }) => {
      if (event.type === 'participant.registered' && keys.size < MOST_KEYS) keys.add(spkiSha256(fromBase64(event.publicKey)));
    },
  });
}

/** R-SIDE, R-SIGNOFF, R-STAMP, R-LOG, R-TRUST-04, R-TRUST-05. */
export async function judgeSidecars(context: SidecarContext, reader: Reader): Promise<SidecarReport> {
  const { findings } = context;
  const files = [...reader.names].filter(isSidecar).sort();
  const signOffs: SignOffReport[] = [];
  const timestamps: TimestampReport[] = [];
  const logEntries: LogReport[] = [];
  for (const [i, file] of files.entries()) {
    const part = sidecarPart(file);
    if (i >= MOST_SIDECARS) {
      findings.add('R-SIDE-02', { file }, `${files.length} files are under sidecars/; this one was not judged.`);
      continue;
    }
    const bytes = await reader.read(file);
    if (bytes === null || part === null) continue;
    const name = sidecarName(part, bytes);
    if (name !== file) findings.add('R-SIDE-01', { file }, `By its bytes the file would be ${name}.`);
    if (part === 'timestamp') {
      const stamp = judgeTimestamp({ findings, roots: context.trust?.timestampRoots ?? null, payload: context.signed.payload, ended: context.signed.statement.predicate.ended }, file, bytes);
      if (stamp !== null) timestamps.push(stamp);
    }
    if (part === 'logEntry') {
      const entry = judgeLogEntry({ findings, logKeys: context.trust?.logKeys ?? null, payload: context.signed.payload }, file, bytes);
      if (entry !== null) logEntries.push(entry);
    }
    if (part === 'signOff') {
      const signOff = judgeSignOff(context, file, bytes);
      if (signOff !== null) signOffs.push(signOff);
    }
  }
  judgeOfficers(context, signOffs);
  return { signOffs, timestamps, logEntries };
}
