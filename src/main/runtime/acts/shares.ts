/** Acts with single shares: onto their carrier, and back from it. A share counts only as what its commitment says it is. */
import { fromHex, wipe } from '../../../core/bytes/bytes.ts';
import type { ReadFrom } from '../../../core/ceremony/events.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { backedUp } from '../../../core/ceremony/state.ts';
import type { PlanShare } from '../../../core/plan/schema.ts';
import type { KeyCheck, TokenAddress } from '../../../core/ports/hsm.ts';
import type { CardReport, ShareSheetData } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { judgeShare } from '../../../core/shares/judge.ts';
import { encodeShare, recordOfCode, showSetId } from '../../../core/shares/share-format.ts';
import { fromRows } from '../../../core/shares/typed-form.ts';
import { toWords } from '../../../core/words/words.ts';
import { asError } from '../recorder.ts';
import type { Session } from '../session.ts';

export const typeWords = { 'ec-p384': 'EC P-384', 'ec-p256': 'EC P-256', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', 'aes-256': 'AES-256' } as const;

/** A check value as people compare it: the CMAC value in groups, or the first four words of a public key's digest. */
export function checkInWords(check: KeyCheck): string {
  return check.kind === 'cmac' ? check.value.replace(/(.{4})(?=.)/g, '$1 ') : toWords(fromHex(check.value).subarray(0, 4)).join(' ');
}

interface Turn {
  readonly index: number;
  readonly planned: PlanShare;
  readonly set: string;
}

function turn(session: Session, kind: 'share-writing' | 'share-reading'): Turn {
  const step = currentStep(session.recorder.state);
  const index = step.subject?.share ?? 0;
  const planned = session.plan.backup.shares[index - 1];
  const set = session.recorder.state.set?.id;
  if (step.kind !== kind || planned === undefined || set === undefined) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  return { index, planned, set };
}

function unwrittenShare(session: Session, { index, planned, set }: Turn, carrier: PlanShare['carrier']): Uint8Array {
  if (planned.carrier !== carrier) throw new RefusalError('ceremony.share-unknown');
  const refused = session.recorder.wouldRefuse({ type: 'share.written', set, index, custodian: planned.custodian, carrier, where: '' });
  if (refused && refused.code !== 'ceremony.card-not-removable') throw asError(refused);
  const share = session.unwritten.get(index);
  if (share === null) throw new RefusalError('ceremony.set-incomplete');
  return share;
}

function sheetData(session: Session, { index, planned, set }: Turn, share: Uint8Array): ShareSheetData {
  const { plan, recorder, ports } = session;
  const keys = backedUp(plan).flatMap((name) => recorder.state.keys[name]?.evidence ?? []);
  return {
    ceremonyId: plan.id,
    title: plan.title,
    organisation: plan.organisation,
    rehearsal: plan.mode === 'rehearsal',
    setId: showSetId(set),
    index,
    count: plan.backup.shares.length,
    threshold: plan.backup.threshold,
    custodian: plan.participants.find((p) => p.id === planned.custodian)?.name ?? planned.custodian,
    restores: keys.map((k) => `${k.name} (${typeWords[k.type]})`),
    checks: keys.map((k) => ({ label: `${k.name} ${k.check.kind === 'cmac' ? 'check value' : 'fingerprint'}`, value: checkInWords(k.check) })),
    madeAt: ports.clock.utc(),
    share,
  };
}

export async function printShare(session: Session): Promise<void> {
  const now = turn(session, 'share-writing');
  const share = unwrittenShare(session, now, 'paper');
  const pdf = await session.ports.paper.shareSheet(sheetData(session, now, share));
  try {
    const { where } = await session.ports.printer.print({ name: `share-${String(now.index)}-of-${String(session.plan.backup.shares.length)}`, pdf, secret: true });
    session.recorder.append({ type: 'share.written', set: now.set, index: now.index, custodian: now.planned.custodian, carrier: 'paper', where });
    session.unwritten.drop(now.index);
  } finally {
    wipe(pdf);
  }
}

function cardOf(planned: PlanShare): TokenAddress {
  if (planned.carrier !== 'smartcard') throw new RefusalError('ceremony.share-unknown');
  return { module: planned.card.module, label: planned.card.label };
}

/** Label of the data object that holds a share on a card: set and index, so that a card can hold shares of several sets. */
export function cardObjectLabel(set: string, index: number): string {
  return `keyrite-share-${set}-${String(index)}`;
}

export async function writeCard(session: Session, pin: Uint8Array): Promise<void> {
  const now = turn(session, 'share-writing');
  const share = unwrittenShare(session, now, 'smartcard');
  const address = cardOf(now.planned);
  const before = await session.ports.cards.describe(address);
  if (!before.removable && session.plan.mode === 'production') throw new RefusalError('ceremony.card-not-removable');
  const card = await session.ports.cards.write(address, pin, cardObjectLabel(now.set, now.index), share);
  session.recorder.append({ type: 'share.written', set: now.set, index: now.index, custodian: now.planned.custodian, carrier: 'smartcard', where: `card ${card.label}`, card });
  session.unwritten.drop(now.index);
}

/** Looks whether the card whose turn it is has been taken out; records it once, and only while `mayRecord` (no act is between signing and recording). */
export async function noticeRemoval(session: Session, mayRecord: () => boolean): Promise<boolean> {
  const { state } = session.recorder;
  const step = currentStep(state);
  const index = step.subject?.share ?? 0;
  const share = state.set?.shares[index];
  const planned = session.plan.backup.shares[index - 1];
  if (step.kind !== 'share-reading' || state.set === null || planned?.carrier !== 'smartcard') return false;
  if (share?.written?.card?.removable !== true || share.removed) return false;
  if ((await session.ports.cards.present(cardOf(planned))) || !mayRecord()) return false;
  session.recorder.append({ type: 'share.removed', set: state.set.id, index });
  return true;
}

/** Judges what was read and, if it is the right share, records it. `bytes` is wiped. */
function acceptShare(session: Session, bytes: Uint8Array, from: ReadFrom, card?: CardReport): void {
  const { state } = session.recorder;
  const step = currentStep(state);
  const set = state.set;
  if ((step.kind !== 'share-reading' && step.kind !== 'proof') || set?.made == null) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  const expected = step.subject?.share;
  const judged = judgeShare(bytes, {
    set: set.id,
    commitments: set.made.commitments,
    voidSets: state.voidSets,
    alreadyRead: step.kind === 'proof' ? session.presented.indexes : [],
    ...(expected === undefined ? {} : { expectedIndex: expected }),
  });
  wipe(bytes);
  if (!judged.ok) {
    session.recorder.append({ type: 'share.refused', step: step.id, code: judged.refusal.code });
    throw asError(judged.refusal);
  }
  const { share } = judged;
  try {
    session.recorder.append({ type: 'share.read', set: set.id, index: share.index, from, ...(card === undefined ? {} : { card }) });
    session.presented.put(share.index, encodeShare(share));
  } finally {
    wipe(share.value);
  }
}

/** From a code's contents (80 characters, docs/formats/share.md) as the camera gives them; wiped. */
export function readCode(session: Session, code: Uint8Array): void {
  acceptShare(session, code, 'camera');
}

export async function readFile(session: Session, file: Uint8Array): Promise<void> {
  try {
    const codes = await session.ports.paper.readCodes(file);
    const [first] = codes.filter((code) => recordLike(code));
    const chosen = (first ?? codes[0])?.slice();
    codes.forEach((code) => {
      wipe(code);
    });
    if (chosen === undefined) throw new RefusalError('share.no-code');
    acceptShare(session, chosen, 'image');
  } finally {
    wipe(file);
  }
}

function recordLike(code: Uint8Array): boolean {
  const record = recordOfCode(code);
  wipe(record);
  return record !== null;
}

export function readTyped(session: Session, rows: readonly string[]): void {
  acceptShare(session, fromRows(rows), 'typed');
}

/** In the proof any card of the set may be presented: the first planned card that is in a reader and not yet presented is read. */
export async function readCard(session: Session, pin: Uint8Array): Promise<void> {
  const { state } = session.recorder;
  const step = currentStep(state);
  const set = state.set?.id ?? '';
  const candidates = session.plan.backup.shares.flatMap((planned, i) => {
    const index = i + 1;
    const wanted = step.kind === 'proof' ? !session.presented.indexes.includes(index) : step.subject?.share === index;
    return planned.carrier === 'smartcard' && wanted ? [{ index, address: cardOf(planned) }] : [];
  });
  for (const { index, address } of candidates) {
    if (!(await session.ports.cards.present(address))) continue;
    if (state.set?.shares[index]?.written?.card?.removable === true && !state.set.shares[index].removed) throw new RefusalError('ceremony.card-not-removed');
    const { report, share } = await session.ports.cards.read(address, pin, cardObjectLabel(set, index));
    acceptShare(session, share, 'smartcard', report);
    return;
  }
  throw new RefusalError('ceremony.no-card');
}
