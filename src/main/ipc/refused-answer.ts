/** What a refused request is answered with: always an object that says ok: false and why. Must never be undefined, which would look like success. */
import type { Channel } from '../../contract/table.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';

export interface RefusedAnswer {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly snapshot: null;
}

/** The refusal in the form of `channel`'s answer: the common part, and beside it the fields that channel's screens read. */
export function refusedAnswer(channel: Channel, refusal: Refusal): RefusedAnswer {
  const common: RefusedAnswer = { ok: false, refusal, snapshot: null };
  if (channel === 'plan:check') {
    const problems = [{ code: refusal.code, path: '', line: 0, sentence: refusal.sentence, severity: 'error' }];
    return Object.assign(common, { problems, fingerprint: '', words: [], script: [], title: '', mode: null });
  }
  if (channel === 'share:check-row') return Object.assign(common, { sentence: refusal.sentence });
  return common;
}
