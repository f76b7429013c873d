/** Acts that read a share from its carrier: back from where it was just written, presented for a quorum, or under check. It counts only as what its commitment says it is. */
import { wipe } from '../../../core/bytes/bytes.ts';
import type { ReadFrom } from '../../../core/ceremony/events.ts';
import { standingSet } from '../../../core/ceremony/scope.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import type { Step } from '../../../core/ceremony/steps.ts';
import { backupOf, oldSetsOf } from '../../../core/plan/parts.ts';
import type { TokenAddress } from '../../../core/ports/hsm.ts';
import type { CardReport } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { judgeShare } from '../../../core/shares/judge.ts';
import type { Expectation } from '../../../core/shares/judge.ts';
import { encodeShare, recordOfCode } from '../../../core/shares/share-format.ts';
import { fromRows } from '../../../core/shares/typed-form.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { cardObjectLabel, cardOf } from '../cards.ts';
import { asError } from '../recorder.ts';
import type { Session } from '../session.ts';

/** Looks whether the card whose turn it is has been taken out; records it once, and only while `mayRecord` (no act is between signing and recording). */
export async function noticeRemoval(session: Session, mayRecord: () => boolean): Promise<boolean> {
  const { state } = session.recorder;
  const step = currentStep(state);
  const index = step.subject?.share ?? 0;
  const share = state.set?.shares[index];
  const planned = backupOf(session.plan)?.shares[index - 1];
  if (step.kind !== 'share-reading' || state.set === null || planned?.carrier !== 'smartcard') return false;
  if (share?.written?.card?.removable !== true || share.removed) return false;
  if ((await session.ports.cards.present(cardOf(planned))) || !mayRecord()) return false;
  session.recorder.append({ type: 'share.removed', set: state.set.id, index });
  return true;
}

/** What a share that was read is held against, and what becomes of it where it is the right one. */
interface Reading {
  readonly expectation: Expectation;
  /** Takes over `share` (encoded); wipes it or keeps it. */
  accept(index: number, share: Uint8Array): void;
}

/** A share of the set that is being made: read back, or presented again for the proof. */
function readingBack(session: Session, step: Step, from: ReadFrom, card?: CardReport): Reading {
  const { state } = session.recorder;
  const { set } = state;
  if (set?.made == null) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  const expected = step.subject?.share;
  return {
    expectation: {
      set: set.id,
      commitments: set.made.commitments,
      voidSets: state.voidSets,
      alreadyRead: step.kind === 'proof' ? session.presented.indexes : [],
      ...(expected === undefined ? {} : { expectedIndex: expected }),
    },
    accept(index, share) {
      session.recorder.append({ type: 'share.read', set: set.id, index, from, ...(card === undefined ? {} : { card }) });
      session.presented.put(index, share);
    },
  };
}

function ofOldSet(session: Session, step: Step): Pick<Expectation, 'set' | 'commitments' | 'voidSets'> {
  const set = standingSet(session.recorder.state, step.subject?.set ?? '');
  if (set === null) throw new RefusalError('ceremony.set-other');
  return { set: set.id, commitments: set.commitments, voidSets: session.recorder.state.voidSets };
}

/** A share presented for a quorum, by somebody who has agreed to what it is for. */
function presenting(session: Session, step: Step, participant: string | undefined, from: ReadFrom, card?: CardReport): Reading {
  const old = ofOldSet(session, step);
  if (participant === undefined) throw new RefusalError('ceremony.unknown-person');
  const { joined = [], presented = [] } = session.recorder.state.quorums[old.set] ?? {};
  const name = session.plan.participants.find((p) => p.id === participant)?.name ?? participant;
  // SECURITY: asked before the share is looked at, so that nobody's share is even judged for something they did not agree to.
  if (!joined.includes(participant)) throw new RefusalError('ceremony.not-joined', { person: name });
  return {
    expectation: { ...old, alreadyRead: presented.map((p) => p.index) },
    accept(index, share) {
      session.recorder.append({ type: 'share.presented', set: old.set, index, participant, from, ...(card === undefined ? {} : { card }) });
      session.quorum(old.set).put(index, share);
    },
  };
}

/** A share under check: judged, remembered as seen, and wiped at once. */
function checking(session: Session, step: Step, from: ReadFrom, card?: CardReport): Reading {
  return {
    expectation: { ...ofOldSet(session, step), alreadyRead: [], ...(step.subject?.share === undefined ? {} : { expectedIndex: step.subject.share }) },
    accept(index, share) {
      wipe(share);
      session.seen = { index, from, card: card ?? null };
    },
  };
}

function readingAt(session: Session, step: Step, presenter: string | undefined, from: ReadFrom, card?: CardReport): Reading {
  switch (step.kind) {
    case 'share-reading':
    case 'proof': return readingBack(session, step, from, card);
    case 'quorum': return presenting(session, step, presenter, from, card);
    case 'share-check': return checking(session, step, from, card);
    default: throw new RefusalError('ceremony.wrong-step', { step: step.title });
  }
}

/** Judges what was read and, if it is the right share, records it. `bytes` is wiped. */
function acceptShare(session: Session, bytes: Uint8Array, presenter: string | undefined, from: ReadFrom, card?: CardReport): void {
  const step = currentStep(session.recorder.state);
  try {
    const reading = readingAt(session, step, presenter, from, card);
    session.drill?.shareRead(bytes);
    const judged = judgeShare(bytes, reading.expectation);
    if (!judged.ok) {
      session.recorder.append({ type: 'share.refused', step: step.id, code: judged.refusal.code });
      throw asError(judged.refusal);
    }
    const { share } = judged;
    const encoded = encodeShare(share);
    wipe(share.value);
    try {
      reading.accept(share.index, encoded);
    } catch (error) {
      wipe(encoded);
      throw error;
    }
  } finally {
    wipe(bytes);
  }
}

/** From a code's contents (80 characters, docs/formats/share.md) as the camera gives them; wiped. */
export function readCode(session: Session, { code, presenter }: RequestOf<'share:read-code'>): void {
  acceptShare(session, code, presenter, 'camera');
}

export async function readFile(session: Session, { file, presenter }: RequestOf<'share:read-file'>): Promise<void> {
  try {
    const codes = await session.ports.paper.readCodes(file);
    const [first] = codes.filter((code) => recordLike(code));
    const chosen = (first ?? codes[0])?.slice();
    codes.forEach((code) => {
      wipe(code);
    });
    if (chosen === undefined) throw new RefusalError('share.no-code');
    acceptShare(session, chosen, presenter, 'image');
  } finally {
    wipe(file);
  }
}

function recordLike(code: Uint8Array): boolean {
  const record = recordOfCode(code);
  wipe(record);
  return record !== null;
}

export function readTyped(session: Session, { rows, presenter }: RequestOf<'share:read-typed'>): void {
  acceptShare(session, fromRows(rows), presenter, 'typed');
}

interface Candidate {
  readonly set: string;
  readonly index: number;
  readonly address: TokenAddress;
  /** It must have been taken out since it was written. */
  readonly mustBeRemoved: boolean;
}

/** Cards that may be read now: of the set that is made, or, at a step about an earlier set, those that the plan names for it. */
function candidates(session: Session, presenter: string | undefined): readonly Candidate[] {
  const { state } = session.recorder;
  const step = currentStep(state);
  if (step.kind === 'quorum' || step.kind === 'share-check') {
    const set = step.subject?.set ?? '';
    const given = session.quorum(set).indexes;
    const shares = oldSetsOf(session.plan).find((s) => s.id === set)?.shares ?? [];
    const wanted = shares.filter((s) => (step.kind === 'quorum' ? !given.includes(s.index) : s.index === step.subject?.share));
    // The presenter's own card first.
    const sorted = [...wanted].sort((a, b) => Number(b.custodian === presenter) - Number(a.custodian === presenter));
    return sorted.flatMap((s) => (s.carrier === 'smartcard' ? [{ set, index: s.index, address: cardOf(s), mustBeRemoved: false }] : []));
  }
  const set = state.set?.id ?? '';
  return (backupOf(session.plan)?.shares ?? []).flatMap((planned, i) => {
    const index = i + 1;
    const wanted = step.kind === 'proof' ? !session.presented.indexes.includes(index) : step.subject?.share === index;
    const share = state.set?.shares[index];
    return planned.carrier === 'smartcard' && wanted ? [{ set, index, address: cardOf(planned), mustBeRemoved: share?.written?.card?.removable === true && !share.removed }] : [];
  });
}

/** The first card that is wanted and in a reader is read. */
export async function readCard(session: Session, { pin, presenter }: RequestOf<'share:read-card'>): Promise<void> {
  for (const { set, index, address, mustBeRemoved } of candidates(session, presenter)) {
    if (!(await session.ports.cards.present(address))) continue;
    if (mustBeRemoved) throw new RefusalError('ceremony.card-not-removed');
    const { report, share } = await session.ports.cards.read(address, pin, cardObjectLabel(set, index));
    acceptShare(session, share, presenter, 'smartcard', report);
    return;
  }
  throw new RefusalError('ceremony.no-card');
}
