/** The IPC table: one row a channel, request schema and answer type. Main handles exactly these; the preload forwards exactly these. */
import { z } from 'zod';
import type { Refusal } from '../core/refusals/refusal.ts';
import type { PlanReport, SavedCeremony, Snapshot } from './snapshot.ts';
import { reviewRequests } from './review-table.ts';
import type { ReviewAnswers } from './review-table.ts';
import type { LineageView, RecoveryView } from './views.ts';

const person = z.string().min(1).max(32);
const note = z.string().max(500);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');
/** A PIN half or a personal code; the receiver wipes it. */
const secret = bytes.refine((b) => b.length >= 1 && b.length <= 64, 'must be 1 to 64 bytes');
const file = bytes.refine((b) => b.length <= 20 * 1024 * 1024, 'must be at most 20 MB');
const planFile = z.strictObject({ name: z.string().max(255), text: z.string().max(1_000_000) });
/** A file of the ceremony before: its statement, a package, a picture or PDF of a package sheet. */
const material = z.strictObject({ name: z.string().max(1000), bytes: bytes.refine((b) => b.length <= 20 * 1024 * 1024, 'must be at most 20 MB') });
/** Who presents, where a quorum is gathered. */
const presenter = person.optional();
const nothing = z.strictObject({});

/** Answer of every act: the new snapshot, or why nothing happened. */
export type ActAnswer = { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly refusal: Refusal; readonly snapshot: Snapshot | null };

/** Request schema of each channel. */
export const requests = {
  'app:info': nothing,
  'plan:check': planFile,
  'ceremony:list': nothing,
  'recovery:look': z.strictObject({ materials: z.array(material).max(64) }),
  'lineage:read': nothing,
  'lineage:save-calendar': nothing,
  /** `incidents`: those of a drill, "ID" or "ID@STEP"; only for a rehearsal on soft tokens. */
  'ceremony:begin': planFile.extend({ materials: z.array(material).max(64).optional(), incidents: z.array(z.string().min(1).max(120)).max(16).optional() }),
  'ceremony:reopen': z.strictObject({ file: z.string().max(1000) }),
  'ceremony:snapshot': nothing,
  'ceremony:leave': nothing,
  'plan:accept': nothing,
  'environment:check': nothing,
  'participant:register': z.strictObject({ participant: person, code: secret }),
  'step:confirm': z.strictObject({ participant: person, code: secret, note: note.optional() }),
  'pin:enter': z.strictObject({ token: z.enum(['primary', 'spare']), pin: z.enum(['so', 'user']), half: z.union([z.literal(0), z.literal(1)]), value: secret }),
  'pin:clear': nothing,
  'hsm:examine': nothing,
  'hsm:prepare': nothing,
  'hsm:unlock': z.strictObject({ token: z.enum(['primary', 'spare']) }),
  'key:generate': nothing,
  'backup:make': nothing,
  'share:print': nothing,
  'share:write-card': z.strictObject({ pin: secret }),
  'share:read-file': z.strictObject({ file, presenter }),
  'share:read-code': z.strictObject({ code: bytes.refine((b) => b.length <= 4096, 'must be at most 4096 bytes'), presenter }),
  'share:check-row': z.strictObject({ row: z.number().int().min(1).max(16), text: z.string().max(64) }),
  'share:read-typed': z.strictObject({ rows: z.array(z.string().max(64)).max(16), presenter }),
  'share:read-card': z.strictObject({ pin: secret, presenter }),
  'participant:absent': z.strictObject({ participant: person, by: person, reason: note.min(1) }),
  'quorum:join': z.strictObject({ participant: person, code: secret }),
  'quorum:clear': z.strictObject({ reason: note.min(1) }),
  'keys:restore': nothing,
  'hsm:retire': z.strictObject({ by: person, note }),
  'check:record': z.strictObject({ result: z.enum(['readable', 'missing', 'damaged']), bag: z.string().max(100).nullable(), note: note.optional() }),
  'set:void': nothing,
  'set:declare-void': z.strictObject({ first: person, firstCode: secret, second: person, secondCode: secret, reason: note.min(1) }),
  'share:account': z.strictObject({ index: z.number().int().min(0).max(32), result: z.enum(['destroyed', 'not-destroyed']), how: note.min(1) }),
  'keys:set-states': nothing,
  'root:certify': nothing,
  'key:destroy': nothing,
  'target:import': z.strictObject({ file }),
  'key:deliver': nothing,
  'proof:run': nothing,
  'keys:seal': nothing,
  'record:end': nothing,
  'statement:sign': z.strictObject({ participant: person, code: secret }),
  'statement:sign-root': nothing,
  'ceremony:close': nothing,
  'deviation:record': z.strictObject({ by: person, what: note.min(1), remedy: note.min(1) }),
  'deviation:accept': z.strictObject({ id: z.number().int().min(1), participant: person, code: secret }),
  'ceremony:pause': z.strictObject({ by: person, reason: note.min(1) }),
  'ceremony:continue': z.strictObject({ by: person }),
  'drill:plug-in': nothing,
  'ceremony:abandon': z.strictObject({ first: person, firstCode: secret, second: person, secondCode: secret, reason: note.min(1) }),
  ...reviewRequests,
} as const;

export type Channel = keyof typeof requests;
export type RequestOf<C extends Channel> = z.infer<(typeof requests)[C]>;

export interface AppInfo {
  readonly version: string;
  /** 'shell': not Electron; rehearsals only. */
  readonly host: 'electron' | 'shell';
  readonly offline: { readonly ok: boolean; readonly sentence: string };
}

interface Answers extends ReviewAnswers {
  'app:info': AppInfo;
  'plan:check': PlanReport;
  'recovery:look': RecoveryView;
  'lineage:read': readonly LineageView[];
  'lineage:save-calendar': { readonly ok: true; readonly path: string } | { readonly ok: false; readonly refusal: Refusal };
  'ceremony:list': readonly SavedCeremony[];
  'ceremony:snapshot': Snapshot | null;
  'ceremony:leave': null;
  'share:check-row': { readonly ok: boolean; readonly sentence: string };
}

export type AnswerOf<C extends Channel> = C extends keyof Answers ? Answers[C] : ActAnswer;

/** The one thing main says by itself: a new snapshot. */
export const snapshotChannel = 'ceremony:changed';

/** What the preload puts on `window.keyrite`. */
export type KeyriteApi = {
  readonly [C in Channel]: (request: RequestOf<C>) => Promise<AnswerOf<C>>;
} & { readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void };
