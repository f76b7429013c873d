/** Rows of the IPC table for the review of a record. SECURITY: no row takes a path: what is opened is chosen in a dialog of main, or named by its ceremony. */
import { z } from 'zod';
import type { ComparisonView, EventsView, ReviewAnswer, ReviewState, StepsView } from './review-views.ts';

const nothing = z.strictObject({});
/** The officer's code or PIN; the receiver wipes it. */
const secret = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes').refine((b) => b.length >= 1 && b.length <= 64, 'must be 1 to 64 bytes');
const place = z.enum(['record', 'other']);
const filter = z.strictObject({ deviations: z.boolean(), person: z.string().min(1).max(32).nullable(), key: z.string().min(1).max(32).nullable() });

export const reviewRequests = {
  /** `machine`: the bundle of a ceremony that was closed on this machine, by its id. */
  'review:open': z.discriminatedUnion('from', [
    z.strictObject({ place, from: z.enum(['folder', 'zip']) }),
    z.strictObject({ place, from: z.literal('machine'), ceremony: z.string().min(3).max(40) }),
  ]),
  'review:read': nothing,
  'review:close': z.strictObject({ place }),
  'review:choose-trust': nothing,
  'review:forget-trust': nothing,
  'review:steps': z.strictObject({ filter }),
  'review:events': z.strictObject({ step: z.string().min(1).max(100), filter, from: z.number().int().min(0) }),
  'review:compare': nothing,
  /** The officer's key file (a sealed key, or which token has it) is chosen in a dialog. */
  'review:choose-key': nothing,
  /** A new key, sealed under this code, into a folder that is chosen in a dialog. The code comes twice, since nobody sees what they type. */
  'review:new-key': z.strictObject({ code: secret, again: secret }),
  /** `answers`: why the officer accepts in spite of a remark; `about` is its rule, or "deviation N". */
  'review:sign-off': z.strictObject({
    decision: z.enum(['accepted', 'refused']),
    name: z.string().min(1).max(200),
    role: z.string().min(1).max(200),
    reasons: z.string().max(2000),
    answers: z.array(z.strictObject({ about: z.string().min(1).max(60), reason: z.string().max(500) })).max(200),
    code: secret,
  }),
  'review:save-sign-off': nothing,
} as const;

export interface ReviewAnswers {
  'review:open': ReviewAnswer<ReviewState>;
  'review:read': ReviewAnswer<ReviewState>;
  'review:close': ReviewAnswer<ReviewState>;
  'review:choose-trust': ReviewAnswer<ReviewState>;
  'review:forget-trust': ReviewAnswer<ReviewState>;
  'review:steps': ReviewAnswer<StepsView>;
  'review:events': ReviewAnswer<EventsView>;
  'review:compare': ReviewAnswer<ComparisonView>;
  'review:choose-key': ReviewAnswer<ReviewState>;
  'review:new-key': ReviewAnswer<ReviewState>;
  'review:sign-off': ReviewAnswer<ReviewState>;
  'review:save-sign-off': ReviewAnswer<ReviewState>;
}
