/** What a drill came to, as data: what struck when, what the people did, how long it took, and whether right handling is in the record. */
import { describeEvent } from '../ceremony/describe.ts';
import { rolesInWords } from '../ceremony/roles.ts';
import type { Plan } from '../plan/schema.ts';
import type { Entry } from '../transcript/types.ts';
import { nameIn } from './names.ts';
import type { Chosen } from './choose.ts';
import type { RecordView, Sign } from './incident.ts';
import type { DrillResult, Outcome, Performed, Strike } from './result.ts';
import { isRestarted, since } from './since.ts';

export interface ReportedEntry {
  readonly ceremony: string;
  readonly entry: number;
  /** As the machine's clock said, UTC. */
  readonly time: string;
  /** Milliseconds since the incident struck, by the monotonic clock. */
  readonly after: number;
  readonly sentence: string;
  readonly remark: string | null;
}

export interface ReportedDeviation {
  readonly ceremony: string;
  readonly number: number;
  readonly what: string;
  readonly remedy: string;
  readonly recordedBy: string;
  readonly acceptedBy: readonly string[];
}

export interface ReportedIncident {
  readonly id: string;
  readonly title: string;
  readonly readAloud: string;
  readonly step: { readonly id: string; readonly number: number; readonly title: string };
  /** Null where the ceremony never came to it. */
  readonly struck: { readonly entry: number } | null;
  /** Whether every sign of right handling was seen. */
  readonly handled: boolean;
  /** From striking to the last sign of right handling; null where it was not handled. */
  readonly milliseconds: number | null;
  readonly signs: readonly { readonly what: string; readonly ceremony: string; readonly entry: number | null; /** Milliseconds since it struck. */ readonly after: number | null }[];
  readonly entries: readonly ReportedEntry[];
  readonly deviations: readonly ReportedDeviation[];
  readonly question: string;
}

export interface ReportedCeremony {
  readonly id: string;
  readonly kind: Plan['ceremony'];
  readonly title: string;
  readonly outcome: Outcome;
  readonly entries: number;
  readonly record: string;
  readonly bundle: string | null;
  /** Why it was not gone on with, where it stopped. */
  readonly stopped: string | null;
}

export interface DrillReport {
  readonly keyriteDrill: 1;
  /** Who acted: people at the window, or nobody but a program, whose times are the machine's. */
  readonly people: DrillResult['people'];
  readonly organisation: string;
  /** The drilled ceremony, then the one that followed because of an incident. */
  readonly ceremonies: readonly ReportedCeremony[];
  /** Whether every incident struck and was handled rightly. */
  readonly handled: boolean;
  readonly began: string | null;
  readonly milliseconds: number;
  readonly present: readonly { readonly name: string; readonly roles: readonly string[] }[];
  readonly absent: readonly string[];
  readonly incidents: readonly ReportedIncident[];
}

/** Entries shown of an incident that was never handled: enough to see what happened instead. */
const SHOWN_UNHANDLED = 25;

function ceremonyOf({ plan, outcome, entries, record, bundle, stopped }: Performed): ReportedCeremony {
  return { id: plan.id, kind: plan.ceremony, title: plan.title, outcome, entries: entries.length, record, bundle, stopped: stopped?.step ?? null };
}

function reported(entries: readonly Entry[], plan: Plan, after: (entry: Entry) => number): readonly ReportedEntry[] {
  return entries.map((e) => {
    const { sentence, mono } = describeEvent(e.event, plan);
    return { ceremony: plan.id, entry: e.seq, time: e.time, after: after(e), sentence, remark: mono ?? null };
  });
}

function deviationsIn(entries: readonly Entry[], plan: Plan, from: number, to: number): readonly ReportedDeviation[] {
  return entries.flatMap(({ seq, event }) => {
    if (event.type !== 'deviation.recorded' || seq < from || seq > to) return [];
    const acceptedBy = entries.flatMap((e) => (e.event.type === 'deviation.accepted' && e.event.id === event.id ? [nameIn(plan, e.event.participant)] : []));
    return [{ ceremony: plan.id, number: event.id, what: event.what, remedy: event.remedy, recordedBy: event.automatic ? 'the application' : nameIn(plan, event.by), acceptedBy }];
  });
}

export interface Judged {
  readonly signs: readonly Sign[];
  readonly handled: boolean;
  /** The last entry of right handling in each of the two ceremonies; -1 where there is none. */
  readonly last: { readonly here: number; readonly followed: number };
  /** Milliseconds until the last sign. */
  readonly until: number;
}

/** Milliseconds from the strike to an entry of the drilled ceremony, or of the one that followed. */
function timeOf({ entries }: Pick<DrillResult, 'entries'>, strike: Strike): (entry: Entry, followed: boolean) => number {
  return (entry, followed) => since(strike, entry, followed || isRestarted(entries, strike, entry));
}

/** Whether an incident that struck has been handled as far as the records go, and by what. */
export function judgeIncident({ incident, step }: Chosen, result: Pick<DrillResult, 'plan' | 'entries' | 'followed'>, strike: Strike): Judged {
  const time = timeOf(result, strike);
  const view: RecordView = { plan: result.plan, step, entries: result.entries, since: result.entries.filter((e) => e.seq >= strike.entry), followed: result.followed?.entries ?? [] };
  const signs = incident.signs(view);
  const latest = (of: readonly Sign[]): number => Math.max(-1, ...of.map((sign) => sign.seen?.seq ?? -1));
  return {
    signs,
    handled: signs.length > 0 && signs.every((sign) => sign.seen !== null),
    last: { here: latest(signs.filter((s) => s.followed !== true)), followed: latest(signs.filter((s) => s.followed === true)) },
    until: Math.max(0, ...signs.flatMap((sign) => (sign.seen === null ? [] : [time(sign.seen, sign.followed === true)]))),
  };
}

function incidentOf(chosen: Chosen, result: DrillResult): ReportedIncident {
  const { incident, step } = chosen;
  const { plan, followed } = result;
  const base = { id: incident.id, title: incident.title, readAloud: incident.readAloud(plan, step), step: { id: step.id, number: step.number, title: step.title }, question: incident.question };
  const strike = result.strikes.get(incident.id);
  if (strike === undefined) return { ...base, struck: null, handled: false, milliseconds: null, signs: [], entries: [], deviations: [] };
  const time = timeOf(result, strike);
  const { signs, handled, last, until: lasted } = judgeIncident(chosen, result, strike);
  const until = handled ? last.here : strike.entry + SHOWN_UNHANDLED - 1;
  const here = result.entries.filter((e) => e.seq >= strike.entry && e.seq <= until);
  const then = followed === null ? [] : followed.entries.filter((e) => e.seq <= last.followed);
  return {
    ...base,
    struck: { entry: strike.entry },
    handled,
    milliseconds: handled ? lasted : null,
    signs: signs.map((sign) => ({ what: sign.what, ceremony: sign.followed === true ? (followed?.plan.id ?? '') : plan.id, entry: sign.seen?.seq ?? null, after: sign.seen === null ? null : time(sign.seen, sign.followed === true) })),
    entries: [...reported(here, plan, (e) => time(e, false)), ...(followed === null ? [] : reported(then, followed.plan, (e) => time(e, true)))],
    deviations: deviationsIn(result.entries, plan, strike.entry, handled ? last.here : Infinity),
  };
}

/** Who registered in any of the ceremonies, in the order of the plan. */
function attendance(result: DrillResult): Pick<DrillReport, 'present' | 'absent'> {
  const all = [...result.entries, ...(result.followed?.entries ?? [])];
  const there = new Set(all.flatMap(({ event }) => (event.type === 'participant.registered' ? [event.participant] : [])));
  const { participants } = result.plan;
  return {
    present: participants.filter((p) => there.has(p.id)).map((p) => ({ name: p.name, roles: rolesInWords(result.plan, p) })),
    absent: participants.filter((p) => !there.has(p.id)).map((p) => p.name),
  };
}

export function reportOf(result: DrillResult): DrillReport {
  const { plan, followed, chosen, milliseconds } = result;
  const reportedIncidents = chosen.map((one) => incidentOf(one, result));
  return {
    keyriteDrill: 1,
    people: result.people,
    organisation: plan.organisation,
    ceremonies: [ceremonyOf(result), ...(followed === null ? [] : [ceremonyOf(followed)])],
    handled: reportedIncidents.every((incident) => incident.handled),
    began: result.entries[0]?.time ?? null,
    milliseconds,
    ...attendance(result),
    incidents: reportedIncidents,
  };
}
