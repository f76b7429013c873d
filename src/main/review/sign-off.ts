/** Signing a record off or refusing it: what must be answered first, the signature, and the file beside the record. The record's own files are never touched. */
import { constants } from 'node:fs';
import { mkdir, open, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ReviewSummary } from '../../contract/review-views.ts';
import type { RequestOf } from '../../contract/table.ts';
import type { OfficerKeyPort } from '../../core/ports/officer-key.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { makeSignOff, warningsShown } from '../../core/sidecars/make-sign-off.ts';
import { isSidecar } from '../../core/sidecars/names.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import type { BundleSource } from '../../verifier/source.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import { sourceOf } from './open-record.ts';
import type { OpenRecord } from './open-record.ts';

type Request = Omit<RequestOf<'review:sign-off'>, 'code'>;

/** A reason is needed for each rule that is to be noted, and for each deviation that nobody accepted. */
export function questionsOf({ report, content }: Pick<OpenRecord, 'report' | 'content'>): ReviewSummary['questions'] {
  const noted = report.findings.filter((f) => f.severity === 'warning' && !f.rule.startsWith('R-TRUST') && (f.file === null || !isSidecar(f.file)));
  const rules = [...new Set(noted.map((f) => f.rule))];
  const remarks = rules.map((rule) => {
    const found = noted.filter((f) => f.rule === rule);
    return { about: rule, sentence: `${found[0]!.found}${found.length > 1 ? ` (and ${String(found.length - 1)} more of this kind)` : ''} ${found[0]!.means}` };
  });
  const deviations = (content?.script.deviations ?? []).filter((d) => d.accepted.length === 0).map((d) => ({ about: `deviation ${String(d.id)}`, sentence: `${d.what} ${d.remedy} Nobody accepted it.` }));
  return [...remarks, ...deviations];
}

/** The reasons as one text. RefusalError `review.reasons-missing`, `review.answer-missing`. */
export function reasonsOf({ decision, reasons, answers }: Request, questions: ReviewSummary['questions']): string {
  const given = new Map(answers.map((a) => [a.about, a.reason.trim()]));
  const named = questions.flatMap(({ about }) => {
    const reason = given.get(about) ?? '';
    return reason === '' ? [] : [`${about}: ${reason}`];
  });
  const general = reasons.trim();
  if (decision === 'accepted') {
    const open = questions.find(({ about }) => (given.get(about) ?? '') === '');
    if (open !== undefined) throw new RefusalError('review.answer-missing', { about: open.about });
  }
  if (general === '') throw new RefusalError('review.reasons-missing');
  return [general, ...named].join('\n');
}

/** The bundle as it would be with one file more. */
function withFile(source: BundleSource, file: BundleFile): BundleSource {
  return {
    list: async () => [...(await source.list()).filter((f) => f.name !== file.name), { name: file.name, kind: 'file', bytes: file.bytes.length }],
    open: (name) => (name === file.name ? (async function* () { yield file.bytes; })() : source.open(name)),
  };
}

/** Throws RefusalError `review.would-not-hold` where an error would come of it: such a file is not kept. */
async function mustHold(record: OpenRecord, file: BundleFile): Promise<void> {
  // Without the pins: an officer whom the reader trusts may refuse, and the record then counts as refused, which is what the file is for.
  const { report } = await judgeBundle(withFile(sourceOf(record.place), file));
  const broken = report.findings.find((f) => f.severity === 'error');
  if (broken !== undefined) throw new RefusalError('review.would-not-hold', { rule: broken.rule, found: broken.found });
  if (report.statementSha256 !== record.report.statementSha256) throw new RefusalError('transcript.changed-meanwhile');
}

export interface Signing {
  readonly request: Request;
  readonly key: OfficerKeyPort;
  /** Wiped, whatever happens. */
  readonly code: Uint8Array;
  readonly utc: string;
}

/**
 * The sign-off of `record` as a file that has been seen to verify with it; nothing is written. An invalid record is neither accepted nor refused
 * with a signature: there is no statement in it that a signature could be about. RefusalError `sign-off.*`, `review.*`, and those of the key.
 */
export async function signOff(record: OpenRecord, { request, key, code, utc }: Signing): Promise<BundleFile> {
  if (record.report.verdict === 'redacted') throw new RefusalError('review.redacted');
  if (record.content === null) throw new RefusalError('sign-off.not-valid');
  const reasons = reasonsOf(request, questionsOf(record));
  const { decision, name, role } = request;
  const warnings = warningsShown(record.report.findings.filter((f) => !f.rule.startsWith('R-TRUST')));
  const file = await makeSignOff(record.content.verified, { decision, reasons, name: name.trim(), role: role.trim(), time: utc, warnings }, key, code);
  await mustHold(record, file);
  return file;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** Writes a new file and sees it onto the disk, its folder too. Never overwrites, and leaves no part of a file: half a sidecar would make the bundle invalid. Throws what the file system says. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

/** Beside the record: into its folder sidecars. Answers with the path. RefusalError `review.not-writable`. */
export async function writeBeside({ place }: Pick<OpenRecord, 'place'>, file: BundleFile): Promise<string> {
  if (place.kind === 'zip') throw new RefusalError('review.not-writable', { reason: 'it is packed as one file' });
  const path = join(place.path, file.name);
  try {
    await mkdir(dirname(path)).then(() => syncFolder(place.path), (error: unknown) => {
      if (reasonOf(error) !== 'EEXIST') throw error;
    });
    await writeNew(path, file.bytes);
    return path;
  } catch (error) {
    throw new RefusalError('review.not-writable', { reason: reasonOf(error) }, { cause: error });
  }
}

/** Into a folder that the person chose, by itself. Answers with the path. RefusalError `review.sign-off-exists`, `review.sign-off-unwritten`. */
export async function writeElsewhere(folder: string, file: BundleFile): Promise<string> {
  const path = join(folder, basename(file.name));
  try {
    await writeNew(path, file.bytes);
    return path;
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === 'EEXIST' ? new RefusalError('review.sign-off-exists', { name: basename(path) }, { cause: error }) : new RefusalError('review.sign-off-unwritten', { reason }, { cause: error });
  }
}
