/** The desk: every intent of the window (or of a scripted rehearsal) arrives here, one at a time, and is answered with a snapshot or a refusal. */
import { join } from 'node:path';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import { cardModules } from '../../core/plan/parts.ts';
import { checkRow } from '../../core/shares/typed-form.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer, AnswerOf, Channel, RequestOf } from '../../contract/table.ts';
import { wipeRequest } from '../ipc/wipe-request.ts';
import { listCeremonies } from '../adapters/store/list-ceremonies.ts';
import { makeBackup, prove } from './acts/backup.ts';
import { recordCheck } from './acts/check.ts';
import { closeCeremony, endRecord, signStatement, signWithRoot, writeBundle } from './acts/closing.ts';
import { deliverKey, importTarget } from './acts/delivery.ts';
import { ensureUnlocked, examine, generateKey, prepareToken, sealKeys } from './acts/hsm.ts';
import { acceptPlan, checkEnvironment } from './acts/opening.ts';
import { abandon, acceptDeviation, confirm, continueAfterPause, declareVoid, discardKeys, markAbsent, pause, recordDeviation, register } from './acts/people.ts';
import { enterPin } from './acts/pins.ts';
import { joinQuorum, clearQuorum } from './acts/quorum.ts';
import { account, certifyRoot, destroyKey, setStates, voidOldSet } from './acts/removal.ts';
import { restoreKeys, retireHsm } from './acts/restore.ts';
import { noticeRemoval, readCard, readCode, readFile, readTyped } from './acts/share-reading.ts';
import { printShare, writeCard } from './acts/share-writing.ts';
import { writeDrillReport } from './drill/drill-report.ts';
import { busyWords } from './busy-words.ts';
import { faultOf, tryToRecord } from './failures.ts';
import { beginCeremony, reopenCeremony } from './open-ceremony.ts';
import type { Host } from './open-ceremony.ts';
import { calendarAnswer, readLineages, saveCalendar } from './lineage.ts';
import { newOfficerKey } from '../adapters/officer-key/new-key.ts';
import { officerKeyAt } from '../adapters/officer-key/officer-key.ts';
import { nobodyChooses } from '../review/chooser.ts';
import type { Chooser } from '../review/chooser.ts';
import { createReview } from '../review/review.ts';
import { readMaterials } from './material.ts';
import { reportOnPlan } from './plan-report.ts';
import { lookAtMaterials } from './recovery.ts';
import type { Session } from './session.ts';
import { drawSnapshot } from './snapshot.ts';

export interface DeskOptions extends Host {
  readonly offline: () => Snapshot['offline'];
  /** Where the bundle of a closed ceremony goes; by default beside its file. */
  readonly bundleFolder?: (ceremony: string) => string;
  /** How a person chooses files and folders; by default nobody can. */
  readonly choose?: Chooser;
}

export interface Desk {
  readonly handlers: { readonly [C in Channel]: (request: RequestOf<C>) => Promise<AnswerOf<C>> };
  onSnapshot(listener: (snapshot: Snapshot) => void): void;
  /** Looks for what changes by itself (a card taken out); called while a ceremony is open. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** The facilitator of a drill plugs the HSM in again. RefusalError `drill.not-unplugged`. */
function plugIn({ drill }: Session): void {
  if (drill === null) throw new RefusalError('drill.not-unplugged');
  drill.plugIn();
}

type Act = (session: Session) => void | Promise<void>;

export function createDesk(options: DeskOptions): Desk {
  const bundleOf = (session: Session): string => options.bundleFolder?.(session.plan.id) ?? join(options.folder, `${session.plan.id}-bundle`);
  const review = createReview({ folder: options.folder, choose: options.choose ?? nobodyChooses, officerKeyAt: (path) => officerKeyAt(path, options.ports.openHsm), makeOfficerKey: (code) => newOfficerKey(code, options.ports.random), utc: () => options.ports.clock.utc() });
  let session: Session | null = null;
  let busy: { readonly what: string; readonly since: number } | null = null;
  let problem: Refusal | null = null;
  let drillReport: string | null = null;
  let listener: (snapshot: Snapshot) => void = () => undefined;

  const draw = (): Snapshot | null => {
    if (session === null) return null;
    const running = busy === null ? null : { what: busy.what, seconds: Math.max(0, Math.round((options.ports.clock.monotonic() - busy.since) / 1000)) };
    return drawSnapshot(session, { busy: running, problem, offline: options.offline(), bundle: bundleOf(session), drillReport });
  };
  /** After each act, whether it happened or not: what a drill has in store strikes, and its report is written at the end. */
  const follow = (): void => {
    if (session === null) return;
    session.drill?.moved();
    drillReport ??= writeDrillReport(session, bundleOf(session));
  };
  const tell = (): void => {
    const snapshot = draw();
    if (snapshot) listener(snapshot);
  };
  const refused = (r: Refusal): ActAnswer => {
    problem = r;
    tell();
    return { ok: false, refusal: r, snapshot: draw() };
  };

  /** Runs one act alone; whatever it throws becomes a refusal, and a failure of a device is recorded. */
  const run = async (channel: Channel, act: () => void | Promise<void>): Promise<ActAnswer> => {
    if (busy !== null) return { ok: false, refusal: refusal('ceremony.busy'), snapshot: draw() };
    busy = { what: busyWords[channel] ?? 'One moment', since: options.ports.clock.monotonic() };
    if (busyWords[channel] !== undefined) tell();
    try {
      await act();
      problem = null;
    } catch (error) {
      const why = faultOf(error);
      if (session !== null && (why.code.startsWith('hsm.') || why.code === 'ceremony.fault')) tryToRecord(session, why);
      busy = null;
      follow();
      return refused(why);
    }
    busy = null;
    follow();
    const snapshot = draw();
    if (snapshot === null) return { ok: false, refusal: refusal('ceremony.not-open'), snapshot: null };
    listener(snapshot);
    return { ok: true, snapshot };
  };
  const act = (channel: Channel, what: Act) => async (request: object): Promise<ActAnswer> => {
    const open = session;
    try {
      return open === null ? refused(refusal('ceremony.not-open')) : await run(channel, () => what(open));
    } finally {
      wipeRequest(request);
    }
  };
  const withRequest = <C extends Channel>(channel: C, what: (session: Session, request: RequestOf<C>) => void | Promise<void>) => (request: RequestOf<C>): Promise<ActAnswer> =>
    act(channel, (open) => what(open, request))(request);

  const opening = (channel: Channel, open: () => Session | Promise<Session>): Promise<ActAnswer> => {
    if (session !== null) return Promise.resolve(refused(refusal('ceremony.already-open')));
    return run(channel, async () => {
      session = await open();
      // A crash between the closing entry and the bundle leaves a closed ceremony without one: it is derived again.
      if (session.recorder.state.status === 'closed') writeBundle(session, bundleOf(session));
    });
  };

  const abandonAndDiscard = async (open: Session, request: RequestOf<'ceremony:abandon'>): Promise<void> => {
    await abandon(open, request);
    await discardKeys(open);
  };

  /** Two people may end a ceremony while a device works (key generation is never timed out): the device's worker is ended with it. */
  const abandonWhileBusy = async (request: RequestOf<'ceremony:abandon'>): Promise<ActAnswer> => {
    if (session === null) return refused(refusal('ceremony.not-open'));
    const open = session;
    try {
      await abandon(open, request);
      await open.closeDevices();
    } catch (error) {
      return { ok: false, refusal: faultOf(error), snapshot: draw() };
    } finally {
      wipeRequest(request);
    }
    follow();
    const snapshot = draw();
    tell();
    return snapshot === null ? refused(refusal('ceremony.not-open')) : { ok: true, snapshot };
  };

  return {
    handlers: {
      'app:info': () => Promise.resolve({ version: options.version, host: options.host, offline: options.offline() }),
      'plan:check': ({ text }) => Promise.resolve(reportOnPlan(text)),
      'ceremony:list': () => Promise.resolve(listCeremonies(options.folder)),
      'ceremony:snapshot': () => Promise.resolve(draw()),
      'ceremony:leave': async () => {
        if (busy === null) {
          await session?.close();
          session = null;
          problem = null;
          drillReport = null;
        }
        return null;
      },
      'share:check-row': ({ row, text }) => {
        const checked = checkRow(row, text);
        return Promise.resolve(checked.ok ? { ok: true, sentence: '' } : { ok: false, sentence: checked.refusal.sentence });
      },
      'recovery:look': async ({ materials }) => lookAtMaterials(await readMaterials(materials, options.ports.paper.readCodes)),
      'lineage:read': () => Promise.resolve(readLineages(options.folder, options.ports.clock.utc())),
      'lineage:save-calendar': () => Promise.resolve(calendarAnswer(() => saveCalendar(options.folder, options.ports.clock.utc()))),
      'ceremony:begin': ({ text, materials, incidents }) => opening('ceremony:begin', () => beginCeremony(text, materials ?? [], options, incidents ?? [])),
      'ceremony:reopen': ({ file }) => opening('ceremony:reopen', () => reopenCeremony(file, options)),
      'plan:accept': act('plan:accept', acceptPlan),
      'environment:check': act('environment:check', checkEnvironment),
      'participant:register': withRequest('participant:register', register),
      'step:confirm': withRequest('step:confirm', confirm),
      'pin:enter': withRequest('pin:enter', enterPin),
      'pin:clear': act('pin:clear', (open) => {
        open.pins.clear();
      }),
      'hsm:examine': act('hsm:examine', examine),
      'hsm:prepare': act('hsm:prepare', prepareToken),
      'hsm:unlock': withRequest('hsm:unlock', (open, { token }) => ensureUnlocked(open, token)),
      'key:generate': act('key:generate', generateKey),
      'backup:make': act('backup:make', makeBackup),
      'share:print': act('share:print', printShare),
      'share:write-card': withRequest('share:write-card', (open, { pin }) => writeCard(open, pin)),
      'share:read-file': withRequest('share:read-file', readFile),
      'share:read-code': withRequest('share:read-code', readCode),
      'share:read-typed': withRequest('share:read-typed', readTyped),
      'share:read-card': withRequest('share:read-card', readCard),
      'participant:absent': withRequest('participant:absent', markAbsent),
      'quorum:join': withRequest('quorum:join', joinQuorum),
      'quorum:clear': withRequest('quorum:clear', clearQuorum),
      'keys:restore': act('keys:restore', restoreKeys),
      'hsm:retire': withRequest('hsm:retire', retireHsm),
      'check:record': withRequest('check:record', recordCheck),
      'set:void': act('set:void', voidOldSet),
      'set:declare-void': withRequest('set:declare-void', declareVoid),
      'share:account': withRequest('share:account', account),
      'keys:set-states': act('keys:set-states', setStates),
      'root:certify': act('root:certify', certifyRoot),
      'key:destroy': act('key:destroy', destroyKey),
      'target:import': withRequest('target:import', importTarget),
      'key:deliver': act('key:deliver', deliverKey),
      'proof:run': act('proof:run', prove),
      'keys:seal': act('keys:seal', sealKeys),
      'record:end': act('record:end', endRecord),
      'statement:sign': withRequest('statement:sign', signStatement),
      'statement:sign-root': act('statement:sign-root', signWithRoot),
      'ceremony:close': act('ceremony:close', (open) => closeCeremony(open, bundleOf(open))),
      'deviation:record': withRequest('deviation:record', recordDeviation),
      'deviation:accept': withRequest('deviation:accept', acceptDeviation),
      'ceremony:pause': withRequest('ceremony:pause', pause),
      'ceremony:continue': withRequest('ceremony:continue', continueAfterPause),
      'drill:plug-in': act('drill:plug-in', plugIn),
      ...review,
      'ceremony:abandon': (request) => (busy === null ? withRequest('ceremony:abandon', abandonAndDiscard)(request) : abandonWhileBusy(request)),
    },
    onSnapshot(next) {
      listener = next;
    },
    async look() {
      if (session === null || busy !== null || session.recorder.state.status !== 'running') return;
      const open = session;
      if (cardModules(open.plan).length > 0 && (await noticeRemoval(open, () => busy === null && session === open))) tell();
    },
    async close() {
      await session?.close();
      session = null;
    },
  };
}
