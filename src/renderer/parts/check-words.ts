/** How the results of a yearly check are said, and how grave each is. */
import type { StepOf } from '../api.ts';
import type { Tone } from './status.tsx';

type Result = StepOf<'check-result'>['rows'][number]['result'];

export const checkResults: Readonly<Record<Result, { readonly word: string; readonly tone: Tone }>> = {
  readable: { word: 'present and readable', tone: 'ok' },
  missing: { word: 'missing', tone: 'stop' },
  damaged: { word: 'damaged', tone: 'stop' },
  'bag-mismatch': { word: 'bag mismatch', tone: 'warn' },
};
