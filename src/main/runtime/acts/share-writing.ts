/** Acts that put a share on its carrier, once. */
import { wipe } from '../../../core/bytes/bytes.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { coveredKeys } from '../../../core/ceremony/scope.ts';
import { backupOf } from '../../../core/plan/parts.ts';
import type { PlanShare } from '../../../core/plan/schema.ts';
import type { ShareSheetData } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { showSetId } from '../../../core/shares/share-format.ts';
import { cardObjectLabel, cardOf } from '../cards.ts';
import { checkInWords, typeWords } from '../../../core/words/key-words.ts';
import { asError } from '../recorder.ts';
import type { Session } from '../session.ts';

interface Turn {
  readonly index: number;
  readonly planned: PlanShare;
  readonly set: string;
}

function turn(session: Session, kind: 'share-writing' | 'share-reading'): Turn {
  const step = currentStep(session.recorder.state);
  const index = step.subject?.share ?? 0;
  const planned = backupOf(session.plan)?.shares[index - 1];
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
  const keys = coveredKeys(recorder.state).flatMap((name) => recorder.state.keys[name]?.evidence ?? []);
  return {
    ceremonyId: plan.id,
    title: plan.title,
    organisation: plan.organisation,
    rehearsal: plan.mode === 'rehearsal',
    setId: showSetId(set),
    index,
    count: backupOf(plan)?.shares.length ?? 0,
    threshold: backupOf(plan)?.threshold ?? 0,
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
    const { where } = await session.ports.printer.print({ name: `share-${String(now.index)}-of-${String(backupOf(session.plan)?.shares.length ?? 0)}`, pdf, secret: true });
    session.recorder.append({ type: 'share.written', set: now.set, index: now.index, custodian: now.planned.custodian, carrier: 'paper', where });
    session.unwritten.drop(now.index);
  } finally {
    wipe(pdf);
  }
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
