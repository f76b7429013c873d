/** How the keys of an organisation stand over all its closed ceremonies: states, duties, what does not hang together, and a calendar of the duties. Reads bundles; changes none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DutyView, KeyLineView, LineageView } from '../../contract/views.ts';
import { calendarOf } from '../../core/lineage/calendar.ts';
import type { CalendarPart } from '../../core/lineage/calendar.ts';
import { dayOf } from '../../core/lineage/day.ts';
import { dutiesOf } from '../../core/lineage/duties.ts';
import type { Duty } from '../../core/lineage/duties.ts';
import { judgeLineage, lineagesAmong } from '../../core/lineage/judge.ts';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { CeremonyPredicate } from '../../core/transcript/types.ts';
import { bundlesIn, checkedSet, linkOf } from './closed-bundles.ts';
import type { ClosedCeremony } from './closed-bundles.ts';
import { checkInWords, typeWords } from '../../core/words/key-words.ts';

/** A lineage with what its calendar is made of. */
export interface JudgedLineage {
  readonly view: LineageView;
  readonly calendar: CalendarPart;
}

/** The ceremonies as one lineage on the day of `utc`. RangeError where there is none. */
export function lineageOf(ceremonies: readonly ClosedCeremony[], utc: string): JudgedLineage {
  const { ordered, problems } = judgeLineage(ceremonies.map(linkOf));
  const chain = ordered.map((link) => ceremonies.find((c) => c.sha256 === link.statement)!);
  const newest = chain.at(-1)?.statement.predicate;
  if (newest === undefined) throw new RangeError('no ceremony');
  const duties = dutiesOf(newest, chain.map((c) => ({ predicate: c.statement.predicate, checked: checkedSet(c) })), dayOf(utc));
  const unsigned = chain.filter((c) => !c.rootSigned).map((c) => refusal('lineage.statement-unsigned', { ceremony: c.statement.predicate.ceremony }).sentence);
  const { organisation, mode } = newest;
  const view: LineageView = {
    organisation,
    mode,
    keys: newest.lifecycle.map((life) => keyLine(newest, life, duties)),
    duties: duties.map(dutyView),
    ceremonies: chain.map(({ bundle, sha256, statement: { predicate: p } }) => ({ id: p.ceremony, kind: p.kind, title: p.title, ended: p.ended, statement: sha256, bundle })),
    problems: [...problems.map((p) => p.sentence), ...unsigned],
  };
  return { view, calendar: { organisation, mode, lineage: chain[0]!.sha256, duties } };
}

function dutyView({ by, what, about, state }: Duty): DutyView {
  return { by, what, about, state };
}

function keyLine({ shareSets }: CeremonyPredicate, life: CeremonyPredicate['lifecycle'][number], duties: readonly Duty[]): KeyLineView {
  const next = duties.find((duty) => duty.kind !== 'check' && duty.about === life.name);
  const { name, purpose, state, since, replaces } = life;
  const sets = shareSets.filter((set) => set.keys.includes(name)).map((set) => showSetId(set.id));
  return { name, type: typeWords[life.type], purpose, state, since, replaces, check: checkInWords(life.check), sets, next: next === undefined ? null : dutyView(next) };
}

function judgedIn(folder: string, utc: string): { readonly lineages: readonly JudgedLineage[]; readonly unread: readonly Refusal[] } {
  const { ceremonies, unread } = bundlesIn(folder);
  const groups = lineagesAmong(ceremonies.map(linkOf)).map((links) => new Set(links.map((l) => l.statement)));
  return { lineages: groups.map((group) => lineageOf(ceremonies.filter((c) => group.has(c.sha256)), utc)).toReversed(), unread };
}

/**
 * Every lineage among the bundles in `folder`, the one with the newest ceremony first; `utc` is now. A bundle that cannot be read may belong to any of
 * them, so each says so; where there is no other, it stands in a lineage without keys, so that it is not overlooked.
 */
export function readLineages(folder: string, utc: string): readonly LineageView[] {
  const { lineages, unread } = judgedIn(folder, utc);
  const sentences = unread.map((why) => why.sentence);
  if (lineages.length === 0 && sentences.length > 0) return [{ organisation: '', mode: 'production', keys: [], duties: [], ceremonies: [], problems: sentences }];
  return lineages.map(({ view }) => ({ ...view, problems: [...view.problems, ...sentences] }));
}

/** Names that are tried for the calendar of one day. */
const MOST = 99;

/**
 * Writes the duties of every lineage into a new file in `folder` and answers with its path. RefusalError `lineage.nothing`,
 * `lineage.calendar-exists`, `lineage.calendar-unwritten`; nothing is ever overwritten.
 */
export function saveCalendar(folder: string, utc: string): string {
  const parts = judgedIn(folder, utc).lineages.map((l) => l.calendar).filter((part) => part.duties.length > 0);
  if (parts.length === 0) throw new RefusalError('lineage.nothing');
  const bytes = calendarOf(parts, utc);
  const name = `keyrite-duties-${dayOf(utc)}`;
  for (let n = 1; n <= MOST; n++) {
    const path = join(folder, `${name}${n === 1 ? '' : `-${String(n)}`}.ics`);
    if (writeNew(path, bytes)) return path;
  }
  throw new RefusalError('lineage.calendar-exists', { path: join(folder, `${name}.ics`) });
}

/** False where there is something at `path` already. RefusalError `lineage.calendar-unwritten`. */
export function writeNew(path: string, bytes: Uint8Array): boolean {
  try {
    writeFileSync(path, bytes, { flag: 'wx', flush: true });
    return true;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (reason === 'EEXIST') return false;
    throw new RefusalError('lineage.calendar-unwritten', { path, reason }, { cause: error });
  }
}

/** What the window gets of saving: the path, or the refusal. */
export function calendarAnswer(save: () => string): { readonly ok: true; readonly path: string } | { readonly ok: false; readonly refusal: Refusal } {
  try {
    return { ok: true, path: save() };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { ok: false, refusal: error.refusal };
  }
}
