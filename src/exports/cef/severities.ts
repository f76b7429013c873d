/** Which entries become log lines, under what name and severity, as data. A new kind of event does not compile without its line. */
import type { EventType } from '../../core/ceremony/events.ts';

export interface CefLine {
  readonly name: string;
  /** 0 to 10 (ArcSight CEF): 0-3 low, 4-6 medium, 7-8 high, 9-10 very high. */
  readonly severity: number;
}

const line = (name: string, severity: number): CefLine => ({ name, severity });

/** Null: in the record, but nothing that somebody who watches a log acts on. */
export const cefLines: Readonly<Record<EventType, CefLine | null>> = {
  'ceremony.opened': line('Ceremony opened', 3),
  'plan.reviewed': line('Plan reviewed', 1),
  'environment.checked': line('Room and kit checked', 2),
  'participant.registered': line('Participant registered', 2),
  'participant.absent': line('Participant absent', 4),
  'hsm.examined': line('HSM examined', 1),
  'hsm.prepare-started': null,
  'hsm.prepared': line('HSM prepared', 3),
  'hsm.unlocked': line('HSM unlocked', 3),
  'hsm.locked': line('HSM locked', 1),
  'hsm.retired': line('Former HSM accounted for', 5),
  'key.found': line('Key found on the HSM', 1),
  'key.generation-started': null,
  'key.generated': line('Key generated', 3),
  'backup.started': null,
  'backup.made': line('Backup made', 3),
  'share.written': line('Share written', 2),
  'share.removed': null,
  'share.read': line('Share read back', 1),
  'share.refused': line('Share refused', 5),
  'set.voided': line('Share set void', 5),
  'set.declared-void': line('Share set declared void', 5),
  'quorum.joined': line('Custodian agreed to the use of a share', 4),
  'share.presented': line('Share presented', 4),
  'quorum.cleared': line('Shares given up', 4),
  'share.checked': line('Share checked', 2),
  'share.destroyed': line('Share destroyed', 4),
  'package.destroyed': line('Package destroyed', 4),
  'restore.started': line('Restore began', 5),
  'restore.passed': line('Keys restored', 6),
  'restore.failed': line('Restore failed', 8),
  'proof.started': null,
  'proof.passed': line('Proof of recovery passed', 2),
  'proof.failed': line('Proof of recovery failed', 7),
  'key.sealed': line('Key sealed', 2),
  'key.state-set': line('Key state set', 4),
  'root.certified': line('Root keys certified each other', 4),
  'root.attested': line('Root key attested the record', 4),
  'key.destroyed': line('Key destroyed', 6),
  'key.discarded': line('Key of an abandoned ceremony discarded', 4),
  'target.imported': line('Public key of a target imported', 4),
  'key.delivered': line('Key delivered to a target', 6),
  'step.confirmed': line('Step confirmed', 1),
  'deviation.recorded': line('Deviation recorded', 5),
  'deviation.accepted': line('Deviation accepted', 3),
  'ceremony.paused': line('Ceremony paused', 2),
  'ceremony.continued': line('Ceremony continued', 2),
  'ceremony.resumed': line('Ceremony reopened after an interruption', 5),
  'step.failed': line('Act failed', 5),
  'record.ended': line('Record ended', 2),
  'record.reopened': line('Record reopened', 4),
  'statement.signed': line('Statement signed', 2),
  'ceremony.closed': line('Ceremony closed', 2),
  'ceremony.abandoned': line('Ceremony abandoned', 6),
};

/** A key that is declared compromised. */
export const COMPROMISED_SEVERITY = 10;
/** What the verifier remarked. */
export const REMARK_SEVERITY = 5;
