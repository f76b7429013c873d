/** Reads which incidents a drill is to have, and refuses those that cannot strike the plan. Runs nothing. */
import { backupOf, cardModules, spareOf } from '../plan/parts.ts';
import type { Plan } from '../plan/schema.ts';
import { deriveScript } from '../ceremony/script.ts';
import type { Step } from '../ceremony/steps.ts';
import { RefusalError } from '../refusals/refusal.ts';
import type { Incident, Places } from './incident.ts';
import { incidents } from './incidents.ts';

/** An incident and the step at which it strikes. */
export interface Chosen {
  readonly incident: Incident;
  readonly step: Step;
}

/** What was asked for: the incident, its places, and the one that was named. */
interface Wish {
  readonly incident: Incident;
  readonly steps: readonly [Step, ...Step[]];
  readonly named: Step | null;
}

/** `ID` or `ID@STEP`, where STEP is the id of a step ("key:root") or a kind of step ("backup"). */
function wishOf(word: string, plan: Plan, script: readonly Step[]): Wish {
  const [id = '', wanted] = word.split('@', 2);
  const incident = incidents.find((one) => one.id === id);
  if (incident === undefined) throw new RefusalError('drill.unknown-incident', { incident: id });
  const places = incident.places(plan, script);
  if ('why' in places) throw new RefusalError('drill.cannot-strike', { incident: id, why: places.why });
  const named = places.steps.find((one) => one.id === wanted || one.kind === wanted) ?? null;
  if (wanted !== undefined && named === null) throw new RefusalError('drill.not-at-step', { incident: id, step: wanted, places: places.steps.map((one) => one.id).join(', ') });
  return { incident, steps: places.steps, named };
}

/** One incident a step: two at once could not be told apart in the record. Those whose step was named choose first. */
function spread(wishes: readonly Wish[]): readonly Chosen[] {
  const taken = new Map<string, string>();
  return [...wishes].sort((a, b) => Number(b.named !== null) - Number(a.named !== null)).map(({ incident, steps, named }) => {
    const step = named ?? steps.find((one) => !taken.has(one.id)) ?? steps[0];
    const other = taken.get(step.id);
    if (other !== undefined) throw new RefusalError('drill.same-step', { incident: incident.id, other, step: step.id });
    taken.set(step.id, incident.id);
    return { incident, step };
  });
}

/**
 * The incidents of `words`, in the order in which they strike. RefusalError `drill.unknown-incident`, `drill.incident-twice`, `drill.cannot-strike`,
 * `drill.not-at-step`, `drill.same-step`, `drill.never-reached`.
 */
export function chooseIncidents(words: readonly string[], plan: Plan): readonly Chosen[] {
  const script = deriveScript(plan);
  const wishes = words.map((word) => wishOf(word, plan, script));
  const twice = wishes.find(({ incident }, at) => wishes.findIndex((one) => one.incident.id === incident.id) < at);
  if (twice !== undefined) throw new RefusalError('drill.incident-twice', { incident: twice.incident.id });
  const ordered = [...spread(wishes)].sort((a, b) => a.step.number - b.step.number);
  const end = ordered.find(({ incident }) => incident.ends(plan));
  const late = end === undefined ? undefined : ordered.find(({ step }) => step.number > end.step.number);
  if (end !== undefined && late !== undefined) throw new RefusalError('drill.never-reached', { incident: late.incident.id, first: end.incident.id, number: end.step.number });
  return ordered;
}

/** The same incidents in the same plan with its digests and set ids filled in: steps keep their numbers, and some get other ids. */
export function placedIn(plan: Plan, chosen: readonly Chosen[]): readonly Chosen[] {
  const script = deriveScript(plan);
  return chosen.map(({ incident, step }) => ({ incident, step: script[step.number - 1] ?? step }));
}

/** Every incident with its places in this plan. */
export function placesIn(plan: Plan): readonly { readonly incident: Incident; readonly places: Places }[] {
  const script = deriveScript(plan);
  return incidents.map((incident) => ({ incident, places: incident.places(plan, script) }));
}

/** All incidents that can strike, each at its best place, in the order of the script. Among them are some that end the ceremony. */
export function allThatStrike(plan: Plan): readonly Chosen[] {
  const striking = placesIn(plan).flatMap(({ incident, places }) => ('why' in places ? [] : [{ incident, step: places.steps[0] }]));
  return striking.sort((a, b) => a.step.number - b.step.number);
}

/** SECURITY: a drill kills device software in the middle of an act; it must never reach a real device. RefusalError `drill.not-soft`. */
export function requireSoft(plan: Plan): void {
  const spare = spareOf(plan);
  const modules = [plan.hsm.module, ...(spare === null ? [] : [spare.module]), ...cardModules(plan), ...(backupOf(plan)?.shares ?? []).flatMap((s) => (s.carrier === 'smartcard' ? [s.card.module] : []))];
  const hard = modules.find((module) => !/\/libsofthsm2\.(so|dylib)$/.test(module));
  if (hard !== undefined) throw new RefusalError('drill.not-soft', { module: hard });
}
