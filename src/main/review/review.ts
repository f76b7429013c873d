/** The review desk: at most two open records, the pins of this session, and one request at a time. Nothing of a record is answered that was not verified before. */
import { open as openFile, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RequestOf } from '../../contract/table.ts';
import type { ReviewAnswers } from '../../contract/review-table.ts';
import type { ReviewAnswer, ReviewPlace, ReviewState } from '../../contract/review-views.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { limits } from '../../core/transcript/limits.ts';
import { parseTrust } from '../../verifier/trust.ts';
import { bundlesIn } from '../runtime/closed-bundles.ts';
import type { Chooser } from './chooser.ts';
import { wipeRequest } from '../ipc/wipe-request.ts';
import { compareRecords } from './compare.ts';
import { createOfficerDesk } from './officer-desk.ts';
import type { MakeOfficerKey, OfficerKeyAt } from './officer-desk.ts';
import { openRecord } from './open-record.ts';
import type { OpenRecord, Pins, Place } from './open-record.ts';
import { eventsOf, filteredSteps } from './steps.ts';
import { summaryOf } from './summary.ts';

export interface ReviewOptions {
  /** Where ceremonies of this machine and their bundles lie. */
  readonly folder: string;
  readonly choose: Chooser;
  readonly officerKeyAt: OfficerKeyAt;
  readonly makeOfficerKey: MakeOfficerKey;
  /** The machine's clock, UTC, ISO 8601 with milliseconds. */
  readonly utc: () => string;
}

export type ReviewHandlers = { readonly [C in keyof ReviewAnswers]: (request: RequestOf<C>) => Promise<ReviewAnswers[C]> };

async function readPins(path: string): Promise<Pins> {
  try {
    const file = await openFile(await realpath(path));
    try {
      const { size } = await file.stat();
      if (size > limits.trustBytes) throw new RefusalError('transcript.bad-trust', { where: `larger than ${String(limits.trustBytes)} bytes` });
      return { name: basename(path), trust: parseTrust(new Uint8Array(await file.readFile())) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof RefusalError) throw error;
    throw new RefusalError('review.trust-unread', { reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }, { cause: error });
  }
}

export function createReview(options: ReviewOptions): ReviewHandlers {
  const open: Record<ReviewPlace, OpenRecord | null> = { record: null, other: null };
  const officer = createOfficerDesk({ choose: options.choose, keyAt: options.officerKeyAt, makeKey: options.makeOfficerKey, utc: options.utc });
  let pins: Pins | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const state = (): ReviewState => ({ record: open.record && summaryOf(open.record), other: open.other && summaryOf(open.other), trust: pins?.name ?? null, ...officer.view() });

  /** One after the other; a refusal is an answer. */
  function inTurn<T>(act: () => Promise<T>): Promise<ReviewAnswer<T>> {
    const answer = turn.then(async (): Promise<ReviewAnswer<T>> => {
      try {
        return { ok: true, view: await act() };
      } catch (error) {
        if (!(error instanceof RefusalError)) throw error;
        return { ok: false, refusal: error.refusal };
      }
    });
    turn = answer.catch(() => undefined);
    return answer;
  }

  /** A ceremony's bundle by its id, among those that lie here: an id never becomes a path. */
  function onMachine(ceremony: string): Place {
    const found = bundlesIn(options.folder).ceremonies.find((c) => c.statement.predicate.ceremony === ceremony);
    if (found === undefined) throw new RefusalError('review.not-on-machine', { ceremony });
    return { path: found.bundle, kind: 'folder' };
  }

  async function chosen(request: RequestOf<'review:open'>): Promise<Place | null> {
    if (request.from === 'machine') return onMachine(request.ceremony);
    const path = request.from === 'zip' ? await options.choose.file('Choose the packed record', { name: 'Packed records', extensions: ['zip'] }) : await options.choose.folder('Choose the folder of the record');
    return path === null ? null : { path, kind: request.from };
  }

  function contentOf(place: ReviewPlace): NonNullable<OpenRecord['content']> {
    const record = open[place];
    if (record === null) throw new RefusalError('review.none-open');
    if (record.content === null) throw new RefusalError(record.report.verdict === 'redacted' ? 'review.redacted' : 'review.not-valid');
    return record.content;
  }

  /** Verifies again everything that is open, by the pins as they are now. Nothing changes where one of them cannot be read. */
  async function judgeAgain(by: Pins | null): Promise<ReviewState> {
    const record = open.record && (await openRecord(open.record.place, by));
    const other = open.other && (await openRecord(open.other.place, by));
    open.record = record;
    open.other = other;
    pins = by;
    return state();
  }

  return {
    'review:open': (request) =>
      inTurn(async () => {
        const place = await chosen(request);
        if (place === null) return state();
        open[request.place] = await openRecord(place, pins);
        if (request.place === 'record') officer.forget();
        return state();
      }),
    'review:read': () => inTurn(async () => state()),
    'review:close': ({ place }) =>
      inTurn(async () => {
        open[place] = null;
        if (place === 'record') officer.forget();
        return state();
      }),
    'review:choose-trust': () =>
      inTurn(async () => {
        const path = await options.choose.file('Choose the file of pinned keys', { name: 'Pinned keys', extensions: ['json'] });
        return path === null ? state() : judgeAgain(await readPins(path));
      }),
    'review:forget-trust': () => inTurn(() => judgeAgain(null)),
    'review:steps': ({ filter }) => inTurn(() => filteredSteps(contentOf('record'), filter)),
    'review:events': ({ step, filter, from }) => inTurn(() => eventsOf(contentOf('record'), step, filter, from)),
    'review:compare': () =>
      inTurn(async () => {
        const left = contentOf('record');
        if (open.other === null) throw new RefusalError('review.one-only');
        return compareRecords({ name: basename(open.record!.place.path), ...left }, { name: basename(open.other.place.path), ...contentOf('other') });
      }),
    'review:choose-key': () =>
      inTurn(async () => {
        await officer.choose();
        return state();
      }),
    'review:new-key': async (request) => {
      try {
        return await inTurn(async () => {
          await officer.make(request);
          return state();
        });
      } finally {
        wipeRequest(request);
      }
    },
    'review:sign-off': async (request) => {
      try {
        return await inTurn(async () => {
          if (open.record === null) throw new RefusalError('review.none-open');
          if (open.record.report.verdict === 'redacted') throw new RefusalError('review.redacted');
          await officer.sign(open.record, request);
          return judgeAgain(pins);
        });
      } finally {
        wipeRequest(request);
      }
    },
    'review:save-sign-off': () =>
      inTurn(async () => {
        await officer.saveElsewhere();
        return state();
      }),
  };
}
