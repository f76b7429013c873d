/** Begins a new ceremony file, or reopens one where it stood: same step, its record replayed, open shares declared void. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromUtf8, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import { currentStep, newCeremony } from '../../core/ceremony/script.ts';
import { transition } from '../../core/ceremony/transition.ts';
import { readPlan } from '../../core/plan/read-plan.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { StorePort } from '../../core/ports/ports.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { bundleNames, VERIFY_PAGE } from '../../core/transcript/bundle.ts';
import { parseEntry } from '../../core/transcript/event-schema.ts';
import { createCeremonyFile, openCeremonyFile } from '../adapters/store/ceremony-file.ts';
import { CEREMONY_SUFFIX } from '../adapters/store/list-ceremonies.ts';
import { noteDeviation } from './acts/people.ts';
import type { Drill } from './drill/drill.ts';
import { keptDrill, newDrill } from './drill/drill.ts';
import { drillFile } from './drill/drill-file.ts';
import type { HostPorts } from './ports.ts';
import { voidUnfinishedSet } from './reconcile.ts';
import { inheritedFor, readMaterials, sortMaterials } from './material.ts';
import type { InheritedParts, MaterialFile } from './material.ts';
import { asError, createRecorder } from './recorder.ts';
import { createSession } from './session.ts';
import type { Session } from './session.ts';
import { verifyPage } from './verify-page.ts';

export interface Host {
  /** Where ceremony files live. */
  readonly folder: string;
  readonly host: 'electron' | 'shell';
  readonly version: string;
  readonly ports: HostPorts;
  /** Wraps the store, for tests that stop the process between two entries. */
  readonly watchStore?: (store: StorePort) => StorePort;
}

interface ReadPlan {
  readonly plan: Plan;
  readonly planText: string;
  readonly planWarnings: readonly string[];
}

function planOf(planText: string): ReadPlan {
  const read = readPlan(planText);
  if (!read.ok) throw new RefusalError('ceremony.plan-refused');
  return { plan: read.plan, planText, planWarnings: read.problems.map((p) => `${p.path}: ${p.sentence}`) };
}

function requireHost(plan: Plan, host: Host): void {
  // SECURITY: outside the packaged application nothing real is ever generated.
  if (plan.mode === 'production' && host.host !== 'electron') throw new RefusalError('ceremony.production-refused');
}

function sessionOf(read: ReadPlan, begun: InheritedParts, store: StorePort, host: Host, drill: Drill | null): Session {
  const watched = host.watchStore?.(store) ?? store;
  const recorder = createRecorder(read.plan, begun.inherited, watched, host.ports.clock, host.ports.random);
  drill?.follow(() => ({ step: currentStep(recorder.state), entries: recorder.count, set: recorder.state.set?.id ?? null }));
  return createSession({ ...read, inherited: begun.inherited, inheritedFiles: begun.files, broughtProblems: begun.problems, planSha256: sha256Hex(utf8(read.planText)), folder: host.folder, store: watched, ports: drill?.ports(host.ports) ?? host.ports, recorder, drill });
}

/**
 * Creates the ceremony file and records its opening. `materials`: files of the ceremony before, where the plan follows one; `incidents`: those of a drill,
 * "ID" or "ID@STEP". RefusalError
 * `ceremony.page-missing`, `ceremony.plan-refused`, `ceremony.production-refused`, `ceremony.inherited-*`, `drill.*`, `store.*`; then no file is left.
 */
export async function beginCeremony(planText: string, materials: readonly MaterialFile[], host: Host, incidents: readonly string[] = []): Promise<Session> {
  const read = planOf(planText);
  const { plan } = read;
  requireHost(plan, host);
  const drill = newDrill(incidents, { plan, folder: host.folder, clock: host.ports.clock });
  const brought = await readMaterials(materials, host.ports.paper.readCodes);
  const fitting = inheritedFor(plan, brought);
  const begun = { ...fitting, problems: [...brought.problems, ...fitting.problems] };
  const opening = openingOf(read, begun, host);
  // Asked before the file is made, so that a plan that does not fit leaves nothing behind.
  const outcome = transition(newCeremony(plan, begun.inherited), opening);
  if (!outcome.ok) throw asError(outcome.refusal);
  const page = verifyPage();
  mkdirSync(host.folder, { recursive: true });
  const store = createCeremonyFile(join(host.folder, `${plan.id}${CEREMONY_SUFFIX}`));
  try {
    store.putFile(bundleNames.plan, utf8(planText));
    // Laid in now and not at the closing: an update of the application between two signatures must not change what is signed.
    if (page !== null) store.putFile(VERIFY_PAGE, page);
    for (const { name, bytes } of begun.files) store.putFile(name, bytes);
    // What an earlier file of that name remembered is not this ceremony's.
    rmSync(drillFile(host.folder, plan.id), { force: true });
    drill?.keep();
    const session = sessionOf(read, begun, store, host, drill);
    session.recorder.append(opening);
    return session;
  } catch (error) {
    store.close();
    throw error;
  }
}

function openingOf({ plan, planText }: ReadPlan, begun: InheritedParts, host: Host): EventOf<'ceremony.opened'> {
  return {
    type: 'ceremony.opened',
    ceremony: plan.id,
    kind: plan.ceremony,
    mode: plan.mode,
    title: plan.title,
    organisation: plan.organisation,
    planSha256: sha256Hex(utf8(planText)),
    previous: begun.inherited.statement,
    inherited: begun.files.map(({ name, bytes }) => ({ name, sha256: sha256Hex(bytes) })),
    application: `keyrite ${host.version}`,
    machine: host.ports.environment.facts(),
  };
}

/** What the ceremony in `store` began with: the files that its first entry names, each with the digest recorded there. */
function storedInheritance(plan: Plan, store: StorePort): InheritedParts {
  const [first] = store.entries();
  const opened = first === undefined ? null : parseEntry(first.line, 0).event;
  if (opened?.type !== 'ceremony.opened') throw new RefusalError('store.not-a-ceremony', { path: store.path });
  const files = opened.inherited.map(({ name, sha256 }) => {
    const bytes = store.getFile(name);
    if (bytes === null || sha256Hex(bytes) !== sha256) throw new RefusalError('store.damaged', { entry: 0 });
    return { name, bytes };
  });
  return inheritedFor(plan, sortMaterials(files));
}

function recordInterruption(session: Session, host: Host): void {
  const { recorder } = session;
  if (recorder.state.recordEnded) recorder.append({ type: 'record.reopened', reason: 'the application was stopped before everyone had signed' });
  const step = currentStep(recorder.state);
  recorder.append({ type: 'ceremony.resumed', machine: host.ports.environment.facts(), findings: [`It goes on at step ${String(step.number)}, ${step.title}.`] });
  const voided = voidUnfinishedSet(session);
  noteDeviation(session, `The application was stopped during the step "${step.title}" and opened again.`, `${voided ?? 'No share set was open.'} The record is complete up to the interruption; everyone registers again.`);
  session.unreconciled = true;
}

/** Opens the file at `path` and goes on where it stood. RefusalError `store.*`, `ceremony.*`. */
export function reopenCeremony(path: string, host: Host): Session {
  const store = openCeremonyFile(path);
  try {
    const planFile = store.getFile(bundleNames.plan);
    if (planFile === null) throw new RefusalError('store.not-a-ceremony', { path });
    const read = planOf(fromUtf8(planFile));
    requireHost(read.plan, host);
    const drill = keptDrill({ plan: read.plan, folder: dirname(path), clock: host.ports.clock });
    const session = sessionOf(read, storedInheritance(read.plan, store), store, host, drill);
    const { status, opened } = session.recorder.state;
    if (opened === null || opened.planSha256 !== session.planSha256) throw new RefusalError('ceremony.other-plan');
    if (status === 'running' || status === 'paused') recordInterruption(session, host);
    return session;
  } catch (error) {
    store.close();
    throw error;
  }
}
