/** What the window shows of a plan file before any ceremony is opened from it. */
import { deriveScript } from '../../core/ceremony/script.ts';
import { readPlan } from '../../core/plan/read-plan.ts';
import type { PlanReport } from '../../contract/snapshot.ts';
import { whoActs } from './snapshot.ts';

export function reportOnPlan(text: string): PlanReport {
  const read = readPlan(text);
  const script = read.ok ? deriveScript(read.plan) : [];
  return {
    ok: read.ok,
    problems: read.problems,
    fingerprint: read.fingerprint,
    words: read.words,
    script: read.ok ? script.map((step) => ({ number: step.number, title: step.title, who: whoActs({ plan: read.plan }, step) })) : [],
    title: read.ok ? read.plan.title : '',
    mode: read.ok ? read.plan.mode : null,
  };
}
