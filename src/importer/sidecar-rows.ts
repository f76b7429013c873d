/** Later proofs of a bundle as rows: sign-offs, timestamps, entries of logs. Takes only what the verifier found nothing wrong with. */
import { sidecarForms, sidecarName, sidecarPart } from '../core/sidecars/names.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import type { SidecarReport } from '../verifier/sidecars/sidecar-report.ts';
import { readWhole } from '../verifier/source.ts';
import type { BundleSource } from '../verifier/source.ts';
import type { ImportTransaction } from './import-store.ts';
import { readable } from './readable.ts';
import type { Row } from './tables.ts';

/** A sidecar, but for what only the import knows. */
export interface Sidecar {
  readonly file: string;
  readonly row: Pick<Row<'sidecars'>, 'file' | 'kind' | 'time' | 'said_by' | 'judged' | 'bytes'>;
  readonly signOff: Omit<Row<'sign_offs'>, 'statement'> | null;
}

/** The bytes that were judged. SECURITY: read again, so compared with the digest in their name. Throws RefusalError `transcript.changed-meanwhile`, and those of reading. */
async function bytesOf(source: BundleSource, file: string): Promise<Uint8Array> {
  const part = sidecarPart(file);
  if (part === null) throw new RefusalError('transcript.changed-meanwhile');
  const bytes = await readWhole(source, file, sidecarForms[part].maxBytes);
  if (sidecarName(part, bytes) !== file) throw new RefusalError('transcript.changed-meanwhile');
  return bytes;
}

/** Every sidecar of a bundle that is valid. */
export async function sidecarsOf(source: BundleSource, { signOffs, timestamps, logEntries }: SidecarReport): Promise<readonly Sidecar[]> {
  const found: readonly Omit<Sidecar, 'bytes'>[] = [
    ...signOffs.filter((s) => s.valid).map(({ file, officer, decision, reasons, time, keySha256 }): Sidecar => ({
      file,
      row: { file, kind: 'sign-off', time, said_by: readable(officer.name), judged: true, bytes: null },
      signOff: { file, officer: readable(officer.name), role: readable(officer.role), decision, reasons: readable(reasons), time, key_sha256: keySha256 },
    })),
    ...timestamps.filter((t) => t.valid).map(({ file, time, authority, judged }): Sidecar => ({ file, row: { file, kind: 'timestamp', time, said_by: readable(authority), judged, bytes: null }, signOff: null })),
    ...logEntries.filter((l) => l.valid).map(({ file, time, log, judged }): Sidecar => ({ file, row: { file, kind: 'log', time, said_by: readable(log), judged, bytes: null }, signOff: null })),
  ];
  const whole: Sidecar[] = [];
  for (const one of found) whole.push({ ...one, row: { ...one.row, bytes: await bytesOf(source, one.file) } });
  return whole;
}

/** Writes those that are not there yet, and answers with their names. */
export async function writeSidecars(transaction: ImportTransaction, statement: string, imported: string, sidecars: readonly Sidecar[]): Promise<readonly string[]> {
  const there = new Set((await transaction.find('sidecars', 'statement', statement)).map((row) => row.file));
  const added = sidecars.filter(({ file }) => !there.has(file));
  await transaction.insert('sidecars', added.map(({ row }) => ({ ...row, statement, imported })));
  await transaction.insert('sign_offs', added.flatMap(({ signOff }) => (signOff === null ? [] : [{ ...signOff, statement }])));
  return added.map(({ file }) => file);
}
