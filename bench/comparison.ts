/** What a benchmark answers with: two things measured side by side in one run, and their ratio. Judges nothing: there is no limit to pass. */

export interface Comparison {
  readonly id: string;
  /** What was measured, and what it is compared with. */
  readonly subject: string;
  readonly baseline: string;
  readonly unit: 'ms' | 'µs' | 'MB';
  /** One value a round; the n-th of both were taken right after each other. */
  readonly subjectRounds: readonly number[];
  readonly baselineRounds: readonly number[];
}

export interface PartResult {
  readonly comparisons: readonly Comparison[];
  /** Sentences printed below the table. */
  readonly notes: readonly string[];
  /** Further figures, for the JSON only. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What one part is given. */
export interface PartOptions {
  /** Rounds asked for; null leaves it to the part. */
  readonly rounds: number | null;
  /** An empty folder of its own, removed afterwards. */
  readonly folder: string;
  /** Says what is going on, for the person who waits. */
  readonly say: (text: string) => void;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Subject over baseline, round by round: what else the machine does in a round slows both. */
export function ratiosOf(comparison: Comparison): readonly number[] {
  return comparison.subjectRounds.map((value, round) => value / comparison.baselineRounds[round]!);
}
