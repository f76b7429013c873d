/** Plays every person of a ceremony at the desk, by what the snapshot asks for. For rehearsals and tests only: it holds everyone's codes at once. */
import { readFileSync } from 'node:fs';
import type { OldShareView, PinRequest, ShareView, Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer } from '../../contract/table.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';
import type { Desk } from '../../main/runtime/desk.ts';

export interface ScriptedRoom {
  code(participant: string): string;
  /** A half of a PIN, the same at every call. */
  pinHalf(pin: PinRequest, half: 0 | 1): string;
  cardPin(custodian: string): string;
  /** The sheet of a share of an earlier set (its id as shown), as its custodian brings it: a PDF or a picture. */
  sheet(set: string, index: number): Uint8Array;
  /** The public wrapping key of a transfer's target, as its operators sent it. */
  targetKey(): Uint8Array;
}

export interface RefusedAct {
  readonly code: RefusalCode;
  readonly sentence: string;
}

export class ScriptStopped extends Error {
  readonly refused: RefusedAct;
  constructor(step: string, refused: RefusedAct) {
    super(`${step}: ${refused.sentence} (${refused.code})`);
    this.name = 'ScriptStopped';
    this.refused = refused;
  }
}

type Handlers = Desk['handlers'];
type Next = () => Promise<ActAnswer>;

function missingHalf(snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  for (const request of snapshot.step.pins) {
    if (request.pinPad) continue;
    for (const half of [0, 1] as const) {
      if (!request.entered[half]) return () => handlers['pin:enter']({ token: request.token, pin: request.pin, half, value: utf8(room.pinHalf(request, half)) });
    }
  }
  return null;
}

function nextConfirmation(snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  const { step } = snapshot;
  if (!step.confirmable) return null;
  const awaited = step.confirmations.find((c) => !c.done);
  if (awaited === undefined) return null;
  const { participant } = awaited;
  const noted = (step.kind === 'share-reading' && participant === step.share.custodian) || step.kind === 'share-check';
  const bag = noted ? { note: `bag R-${String((step.kind === 'share-check' ? 2000 : 1000) + step.share.index)}` } : {};
  return () => handlers['step:confirm']({ participant, code: utf8(room.code(participant)), ...bag });
}

/** What has to be settled whatever the step: people who registered before an interruption, deviations that nobody accepted. */
function housekeeping(snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  if (snapshot.status === 'paused') return () => handlers['ceremony:continue']({ by: snapshot.people[0]?.id ?? '' });
  const open = snapshot.deviations.find((d) => d.acceptedBy.length === 0);
  const pastAttendance = snapshot.script.some((line) => line.kind === 'attendance' && line.state === 'done');
  const absent = snapshot.people.find((p) => !p.registered && !p.absent);
  if (pastAttendance && absent) return () => handlers['participant:register']({ participant: absent.id, code: utf8(room.code(absent.id)) });
  const acceptor = snapshot.acceptors.find((id) => id !== open?.by);
  if (pastAttendance && open && acceptor !== undefined) return () => handlers['deviation:accept']({ id: open.id, participant: acceptor, code: utf8(room.code(acceptor)) });
  return null;
}

function nextWork(snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  const { step } = snapshot;
  const readBack = (share: ShareView): Next =>
    share.carrier === 'paper'
      ? () => handlers['share:read-file']({ file: Uint8Array.from(readFileSync(share.where ?? '')) })
      : () => handlers['share:read-card']({ pin: utf8(room.cardPin(share.custodian)) });
  switch (step.kind) {
    case 'plan-review':
      return () => handlers['plan:accept']({});
    case 'preflight': {
      // People would mend what is wrong and check again; scripted people cannot, and must not ask for ever.
      const wrong = step.findings?.find((f) => f.status === 'fail');
      if (wrong) throw new ScriptStopped(step.title, { code: 'ceremony.work-not-done', sentence: wrong.sentence });
      return () => handlers['environment:check']({});
    }
    case 'attendance': {
      const absent = snapshot.people.find((p) => !p.registered && !p.absent);
      return absent ? () => handlers['participant:register']({ participant: absent.id, code: utf8(room.code(absent.id)) }) : null;
    }
    case 'hsm-check':
      return step.report === null ? () => handlers['hsm:examine']({}) : null;
    case 'hsm-prepare':
      return () => handlers['hsm:prepare']({});
    case 'key-generation':
      return () => handlers['key:generate']({});
    case 'backup':
      return () => handlers['backup:make']({});
    case 'share-writing': {
      const { share } = step;
      if (share.written) return null;
      return share.carrier === 'paper' ? () => handlers['share:print']({}) : () => handlers['share:write-card']({ pin: utf8(room.cardPin(share.custodian)) });
    }
    case 'share-reading':
      return step.share.read ? null : readBack(step.share);
    case 'proof': {
      const missing = step.shares.find((s) => !step.presented.includes(s.index));
      return step.presented.length < step.threshold && missing && snapshot.ceremony.kind !== 'check' ? readBack(missing) : () => handlers['proof:run']({});
    }
    case 'seal':
      return () => handlers['keys:seal']({});
    case 'signing': {
      if (step.statementSha256 === null) return () => handlers['record:end']({});
      const signer = step.signers.find((s) => !s.signed);
      if (signer === undefined) return null;
      return signer.id === 'hsm-root' ? () => handlers['statement:sign-root']({}) : () => handlers['statement:sign']({ participant: signer.id, code: utf8(room.code(signer.id)) });
    }
    case 'closing':
      return () => handlers['ceremony:close']({});
    default:
      return laterWork(step, snapshot, handlers, room);
  }
}

type LaterStep = Extract<Snapshot['step'], { readonly kind: 'quorum' | 'restore' | 'old-hsm' | 'share-check' | 'check-result' | 'set-void' | 'share-destroying' | 'key-states' | 'root-succession' | 'key-destroying' | 'target' | 'delivery' }>;

/** Reads a share of an earlier set: from its card, or from the sheet that its custodian brings. */
function present(set: string, share: OldShareView, presenter: string | undefined, handlers: Handlers, room: ScriptedRoom): Next {
  const by = presenter === undefined ? {} : { presenter };
  return share.carrier === 'smartcard' ? () => handlers['share:read-card']({ pin: utf8(room.cardPin(share.custodian)), ...by }) : () => handlers['share:read-file']({ file: room.sheet(set, share.index), ...by });
}

/** The next custodian who is there and has not given their share: agrees first, then presents. */
function gather(step: Extract<LaterStep, { readonly kind: 'quorum' }>, snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  const there = (id: string): boolean => snapshot.people.some((p) => p.id === id && p.registered);
  const next = step.expected.find((share) => there(share.custodian) && !step.presented.some((p) => p.index === share.index || p.participant === share.custodian));
  if (next === undefined) return null;
  const { custodian } = next;
  if (!step.joined.includes(custodian)) return () => handlers['quorum:join']({ participant: custodian, code: utf8(room.code(custodian)) });
  return present(step.set, next, custodian, handlers, room);
}

function laterWork(step: LaterStep, snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  const by = snapshot.people[0]?.id ?? '';
  switch (step.kind) {
    case 'quorum':
      return gather(step, snapshot, handlers, room);
    case 'restore':
      return () => handlers['keys:restore']({});
    case 'old-hsm':
      return step.devices.some((d) => d.note === null) ? () => handlers['hsm:retire']({ by, note: 'as the report of the loss says' }) : null;
    case 'share-check': {
      if (step.result !== null) return null;
      if (!snapshot.people.some((p) => p.id === step.share.custodian && p.registered)) return () => handlers['check:record']({ result: 'missing', bag: null, note: 'its custodian did not come' });
      return step.read === null ? present(step.set, step.share, undefined, handlers, room) : () => handlers['check:record']({ result: 'readable', bag: step.noted.bag });
    }
    case 'check-result':
      return null;
    case 'set-void':
      return () => handlers['set:void']({});
    case 'share-destroying': {
      const next = step.items.find((item) => item.result === null);
      return next === undefined ? null : () => handlers['share:account']({ index: next.index, result: 'destroyed', how: next.carrier === 'smartcard' ? 'the card was wiped' : 'shredded, seen by the witness' });
    }
    case 'key-states':
      return () => handlers['keys:set-states']({});
    case 'root-succession':
      return () => handlers['root:certify']({});
    case 'key-destroying':
      return step.done === null ? () => handlers['key:destroy']({}) : null;
    case 'target':
      return step.imported === null ? () => handlers['target:import']({ file: room.targetKey() }) : null;
    case 'delivery':
      return step.files.length === 0 ? () => handlers['key:deliver']({}) : null;
    default:
      return step satisfies never;
  }
}

/** The one act that the snapshot asks for next, or null where nothing is left to do. */
export function nextAct(snapshot: Snapshot, handlers: Handlers, room: ScriptedRoom): Next | null {
  if (snapshot.status === 'closed' || snapshot.status === 'abandoned') return null;
  return housekeeping(snapshot, handlers, room) ?? nextConfirmation(snapshot, handlers, room) ?? missingHalf(snapshot, handlers, room) ?? nextWork(snapshot, handlers, room);
}

/** Plays until the ceremony is closed. Throws ScriptStopped at the first refusal. */
export async function playCeremony(desk: Desk, room: ScriptedRoom, onSnapshot: (snapshot: Snapshot) => void): Promise<Snapshot> {
  let snapshot = await desk.handlers['ceremony:snapshot']({});
  while (snapshot !== null) {
    onSnapshot(snapshot);
    const act = nextAct(snapshot, desk.handlers, room);
    if (act === null) return snapshot;
    const answer = await act();
    if (!answer.ok) throw new ScriptStopped(snapshot.step.title, answer.refusal);
    snapshot = answer.snapshot;
  }
  throw new ScriptStopped('open', { code: 'ceremony.not-open', sentence: 'No ceremony is open.' });
}
