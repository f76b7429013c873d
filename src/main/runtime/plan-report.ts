/** What the window shows of a plan file before any ceremony is opened from it. */
import { deriveScript } from '../../core/ceremony/script.ts';
import { readPlan } from '../../core/plan/read-plan.ts';
import { needsPackages, oldSetsOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { IncidentChoice } from '../../contract/drill-view.ts';
import type { PlanReport } from '../../contract/snapshot.ts';
import { placesIn, requireSoft } from '../../core/drill/choose.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { whoActs } from './snapshot.ts';

/** What a plan begins with beside itself, in sentences. */
function needsOf(plan: Plan): readonly string[] {
  if (plan.ceremony === 'generate') return [];
  if (plan.ceremony === 'restore' && plan.follows === null) return plan.sets.map((set) => `The package of share set ${showSetId(set.id)}: its file, or a picture or PDF of each of its sheets.`);
  const needed = needsPackages(plan) ? oldSetsOf(plan).map((set) => `The package of share set ${showSetId(set.id)}.`) : [];
  return ['The bundle of the ceremony before this one: its folder, or its statement.dsse.json.', ...needed];
}

/** The incidents that a rehearsal of this plan can have; null where it is real, or works with a device that is no soft token. */
function incidentsOf(plan: Plan): readonly IncidentChoice[] | null {
  if (plan.mode !== 'rehearsal') return null;
  try {
    requireSoft(plan);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
  return placesIn(plan).map(({ incident, places }) => {
    const steps = 'why' in places ? [] : places.steps;
    const how = 'why' in places ? 'told' : incident.atWindow(plan, places.steps[0]).how;
    return { id: incident.id, title: incident.title, steps: steps.map(({ id, number, title }) => ({ id, number, title })), why: 'why' in places ? places.why : null, how, ends: incident.ends(plan) };
  });
}

export function reportOnPlan(text: string): PlanReport {
  const read = readPlan(text);
  const incidents = read.ok ? incidentsOf(read.plan) : null;
  const script = read.ok ? deriveScript(read.plan) : [];
  return {
    ok: read.ok,
    kind: read.ok ? read.plan.ceremony : null,
    needs: read.ok ? needsOf(read.plan) : [],
    problems: read.problems,
    fingerprint: read.fingerprint,
    words: read.words,
    script: read.ok ? script.map((step) => ({ number: step.number, title: step.title, who: whoActs({ plan: read.plan }, step) })) : [],
    title: read.ok ? read.plan.title : '',
    mode: read.ok ? read.plan.mode : null,
    ...(incidents === null ? {} : { incidents }),
  };
}
