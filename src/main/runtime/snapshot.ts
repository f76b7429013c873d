/** Draws the picture of a ceremony that the window gets. It must never hold a PIN, a code or a share. */
import { keysLeft } from '../../core/ceremony/rules/removal.ts';
import { existsSync } from 'node:fs';
import { fromHex } from '../../core/bytes/bytes.ts';
import { describeEvent } from '../../core/ceremony/describe.ts';
import { deviationAcceptors, rolesInWords } from '../../core/ceremony/roles.ts';
import { oldSets } from '../../core/ceremony/scope.ts';
import { backupOf } from '../../core/plan/parts.ts';
import { currentStep, isComplete } from '../../core/ceremony/script.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { RecordLine, ScriptLine, Snapshot } from '../../contract/snapshot.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { drillView } from './drill/drill-view.ts';
import type { Session } from './session.ts';
import { stepView } from './step-view.ts';

/** How many of the newest record lines the window shows. */
const SHOWN_LINES = 200;

export interface Moment {
  readonly busy: Snapshot['busy'];
  readonly problem: Refusal | null;
  readonly offline: Snapshot['offline'];
  readonly bundle: string;
  /** Path of a drill's report, once it is written. */
  readonly drillReport: string | null;
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter((p) => /\p{L}/u.test(p));
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((p) => p?.match(/\p{L}/u)?.[0]?.toUpperCase() ?? '').join('');
}

/** The actors of a step in words, for the script. */
export function whoActs(session: Pick<Session, 'plan'>, step: Step): string {
  const { participants } = session.plan;
  if (step.actors.length >= participants.length) return 'Everyone';
  return step.actors.map((id) => participants.find((p) => p.id === id)?.name ?? id).join(', ');
}

function scriptLines(session: Session): readonly ScriptLine[] {
  const { state } = session.recorder;
  const now = currentStep(state).id;
  return state.script.map((step) => ({
    id: step.id,
    number: step.number,
    kind: step.kind,
    title: step.title,
    who: whoActs(session, step),
    state: isComplete(step, state) ? 'done' : step.id === now ? 'now' : 'ahead',
  }));
}

function recordLines(session: Session): readonly RecordLine[] {
  return session.recorder.entries
    .slice(-SHOWN_LINES)
    .map((e) => ({ seq: e.seq, time: e.time, ...describeEvent(e.event, session.plan) }))
    .reverse();
}

/** Threshold and number of shares: of the set that is made, else of the one that is used; 0 of 0 where there is none. */
function quorumSize(session: Session): { readonly threshold: number; readonly shares: number } {
  const made = backupOf(session.plan);
  if (made !== null) return { threshold: made.threshold, shares: made.shares.length };
  const [old] = oldSets(session.recorder.state);
  return { threshold: old?.standing.threshold ?? 0, shares: old?.standing.count ?? 0 };
}

/** Asked of the machine itself: whether somebody else could record this person as absent now. */
function mayBeAbsent(session: Session, participant: string): boolean {
  const by = session.plan.participants.find((p) => p.id !== participant)?.id ?? '';
  return session.recorder.wouldRefuse({ type: 'participant.absent', participant, reason: '', by }) === null;
}

export function drawSnapshot(session: Session, moment: Moment): Snapshot {
  const { plan, recorder } = session;
  const { state } = recorder;
  const step = currentStep(state);
  const words = fingerprintWords(fromHex(session.planSha256));
  const bundle = existsSync(moment.bundle) ? moment.bundle : null;
  const drill = drillView(session, moment.bundle, moment.drillReport);
  const before = state.script[step.number - 2];
  return {
    ceremony: { id: plan.id, kind: plan.ceremony, title: plan.title, organisation: plan.organisation, mode: plan.mode, ...quorumSize(session) },
    status: state.status === 'new' ? 'running' : state.status,
    people: plan.participants.map((p) => ({ id: p.id, name: p.name, initials: initials(p.name), roles: rolesInWords(plan, p), registered: state.people[p.id]?.present ?? false, absent: state.absent.includes(p.id), mayBeAbsent: mayBeAbsent(session, p.id) })),
    script: scriptLines(session),
    step: stepView(session, step, words, bundle),
    ...(before === undefined ? {} : { lastDone: stepView(session, before, words, bundle) }),
    record: { count: recorder.count, lines: recordLines(session) },
    deviations: state.deviations.map(({ id, step, what, remedy, by, acceptedBy }) => ({ id, step, what, remedy, by, acceptedBy })),
    acceptors: deviationAcceptors(plan),
    keysLeft: state.status === 'abandoned' ? keysLeft(state) : [],
    pause: state.pause,
    busy: moment.busy,
    problem: moment.problem,
    offline: moment.offline,
    ...(drill === null ? {} : { drill }),
    utc: session.ports.clock.utc(),
  };
}
