/** Reads a plan file byte for byte and has it checked. It opens no ceremony. */
import type { PlanReport } from '../../../contract/snapshot.ts';
import { isRefused } from '../../state/store.ts';
import type { Store } from '../../state/store.ts';

/** The contract's bound on a plan, in characters; a plan is a few kilobytes. */
const largest = 1_000_000;

export interface ChosenPlan {
  readonly name: string;
  readonly text: string;
  readonly report: PlanReport;
}

/** The plan with its report, or a sentence about why there is none. */
export async function readPlanFile(store: Store, file: File): Promise<ChosenPlan | string> {
  if (file.size > largest) return `“${file.name}” is too large to be a plan, so it was not opened. A plan is a small text file that ends in .yaml. Nothing was changed.`;
  try {
    // File.text() drops a byte order mark and mends bad UTF-8: the words would then not be those of the file. A plan with a mark is refused by the check.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    const report: unknown = await store.api['plan:check']({ name: file.name, text });
    if (isRefused(report)) return report.refusal.sentence;
    return { name: file.name, text, report: report as PlanReport };
  } catch {
    return `“${file.name}” could not be read. Nothing was changed. Check that its disk is still plugged in and choose it again.`;
  }
}
