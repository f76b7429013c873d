/** Writes the report of a drill at the window beside its ceremony file, when its ceremony has ended and again when the revocation after it has. Derived from the record alone; it may be written anew at any time. */
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromUtf8 } from '../../../core/bytes/bytes.ts';
import type { DrillResult, Performed } from '../../../core/drill/result.ts';
import { reportOf } from '../../../core/drill/report.ts';
import type { DrillReport } from '../../../core/drill/report.ts';
import { reportMarkdown } from '../../../core/drill/report-markdown.ts';
import { chooseIncidents } from '../../../core/drill/choose.ts';
import { readPlan } from '../../../core/plan/read-plan.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { bundleNames } from '../../../core/transcript/bundle.ts';
import { parseEntry } from '../../../core/transcript/event-schema.ts';
import type { Entry } from '../../../core/transcript/types.ts';
import { openCeremonyFile } from '../../adapters/store/ceremony-file.ts';
import { CEREMONY_SUFFIX } from '../../adapters/store/list-ceremonies.ts';
import type { Session } from '../session.ts';
import { drillsAmong, readDrill } from './drill-file.ts';

/** From the first entry to the last, by the machine's clock: a drill may outlive one run of the application. */
function lasted(entries: readonly Entry[]): number {
  return Math.max(0, Date.parse(entries.at(-1)?.time ?? '') - Date.parse(entries[0]?.time ?? '')) || 0;
}

function performed({ plan, recorder, store }: Session, bundle: string): Performed {
  const { status } = recorder.state;
  const outcome = status === 'closed' || status === 'abandoned' ? status : 'stopped';
  return { plan, outcome, entries: recorder.entries, record: store.path, bundle: outcome === 'closed' ? bundle : null, stopped: null };
}

/** What the drill of an open session has come to so far. */
export function drillSoFar(session: Session, bundle: string): DrillResult | null {
  if (session.drill === null) return null;
  const { chosen, strikes } = session.drill;
  return { people: 'window', ...performed(session, bundle), chosen, strikes, followed: null, milliseconds: lasted(session.recorder.entries) };
}

/** Path of the report for printing; beside it lies the same as data. Errors are those of the file system. */
function write(folder: string, ceremony: string, report: DrillReport): string {
  const base = join(folder, `${ceremony}-drill-report`);
  writeFileSync(`${base}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${base}.md`, reportMarkdown(report));
  return `${base}.md`;
}

/** The drill of an abandoned ceremony in the folder, as its files tell it. Null where it is not one that `revocation` answers. */
function answeredBy(folder: string, ceremony: string, revocation: Performed, previous: string | null): DrillResult | null {
  const store = openCeremonyFile(join(folder, `${ceremony}${CEREMONY_SUFFIX}`));
  try {
    const memory = readDrill(folder, ceremony);
    const text = store.getFile(bundleNames.plan);
    const read = text === null ? null : readPlan(fromUtf8(text));
    if (memory === null || read?.ok !== true) return null;
    const entries = [...store.entries()].map(({ line, seq }) => parseEntry(line, seq));
    const [first] = entries;
    const chosen = chooseIncidents(memory.incidents, read.plan);
    const waits = chosen.some(({ incident }) => incident.then === 'revoke' && memory.strikes.has(incident.id));
    const isAnswered = waits && entries.at(-1)?.event.type === 'ceremony.abandoned' && first?.event.type === 'ceremony.opened' && first.event.previous !== null && first.event.previous === previous;
    if (!isAnswered) return null;
    return { people: 'window', plan: read.plan, outcome: 'abandoned', entries, record: store.path, bundle: null, stopped: null, chosen, strikes: memory.strikes, followed: revocation, milliseconds: lasted([first, ...revocation.entries]) };
  } finally {
    store.close();
  }
}

/** Drills that were abandoned for a suspected compromise: the revocation that has now ended belongs into their reports. */
function completeEarlier(session: Session, revocation: Performed): void {
  const folder = dirname(session.store.path);
  const first = session.recorder.entries[0]?.event;
  const previous = first?.type === 'ceremony.opened' ? first.previous : null;
  for (const ceremony of drillsAmong(readdirSync(folder)).filter((id) => id !== session.plan.id)) {
    try {
      const result = answeredBy(folder, ceremony, revocation, previous);
      if (result !== null) write(folder, ceremony, reportOf(result));
    } catch (error) {
      // Another ceremony's file that cannot be read says so itself, when somebody opens it.
      if (!(error instanceof RefusalError)) throw error;
    }
  }
}

/** Writes what is due once a rehearsal has ended: the path of its own report, or null where it is no drill, has not ended, or the disk does not take it. */
export function writeDrillReport(session: Session, bundle: string): string | null {
  const here = performed(session, bundle);
  if (session.plan.mode !== 'rehearsal' || here.outcome === 'stopped') return null;
  try {
    if (session.plan.ceremony === 'revoke' && here.outcome === 'closed') completeEarlier(session, here);
    const result = drillSoFar(session, bundle);
    return result === null ? null : write(dirname(session.store.path), session.plan.id, reportOf(result));
  } catch (error) {
    // The ceremony has ended whether or not its report can be written now; opening it again writes it.
    if (typeof (error as NodeJS.ErrnoException).code === 'string' || error instanceof RefusalError) return null;
    throw error;
  }
}
