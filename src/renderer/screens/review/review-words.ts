/** How a review is said: verdicts, times, lengths. */
import type { ReviewSummary, StepReview } from '../../api.ts';
import type { Tone } from '../../parts/status.tsx';

/** "2026-11-24 14:31:52 UTC". */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** "14:31:52". */
export function clock(iso: string): string {
  return iso.slice(11, 19);
}

/** "2 h 5 min", "3 min 20 s", "12 s"; the length between two moments. */
export function lasted(first: string, last: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export interface Said {
  readonly tone: 'ok' | 'warn' | 'stop';
  readonly title: string;
  readonly sentence: string;
}

/** The verdict on the whole, in two sentences. */
export function verdictSaid({ verdict, rehearsal, trust, errors }: ReviewSummary): Said {
  if (verdict === 'invalid') {
    return { tone: 'stop', title: 'This record is not valid', sentence: `Do not rely on it. ${errors === 1 ? 'One rule does' : `${errors} findings say that rules do`} not hold; each is named below with what it means. Nothing that the record says is shown as if it were true.` };
  }
  if (verdict === 'redacted') {
    return { tone: 'warn', title: `${rehearsal ? 'This is a rehearsal’s record from which' : 'This is a record from which'} entries are withheld`, sentence: 'What is shown is proven to be part of the signed record, unchanged. What is withheld nobody can judge from it: so it is not offered for sign-off. Ask for the whole bundle to decide.' };
  }
  if (rehearsal) {
    return { tone: 'warn', title: 'This record is valid, and it is a rehearsal', sentence: 'Everything in it holds together. It is practice: its keys are not real, and it can never pass as a real ceremony.' };
  }
  if (verdict === 'trusted') return { tone: 'ok', title: 'This record is valid, and signed by keys that you pinned', sentence: 'Everything in it was verified, and the keys that you chose to trust have signed it.' };
  return {
    tone: 'warn',
    title: trust === null ? 'This record is valid; no key is pinned' : 'This record is valid',
    sentence: 'Everything in it holds together. Whether the keys that signed it are those of your organisation, it cannot say by itself: choose the file of pinned keys, or compare the root key with the signed papers.',
  };
}

export const stepStates: Readonly<Record<StepReview['state'], { readonly tone: Tone; readonly word: string }>> = {
  done: { tone: 'ok', word: 'done' },
  repeated: { tone: 'warn', word: 'done again' },
  'not-done': { tone: 'stop', word: 'not done' },
};
