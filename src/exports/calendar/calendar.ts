/** The duties that follow from a verified record, as an iCalendar file (RFC 5545). "Today" is the end of the record: a view has no clock. */
import { fromUtf8, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { calendarOf } from '../../core/lineage/calendar.ts';
import { dayOf } from '../../core/lineage/day.ts';
import { dutiesOf } from '../../core/lineage/duties.ts';
import type { Duty } from '../../core/lineage/duties.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { visible } from '../common/text.ts';

/** Duties as they are known from this one record; of earlier ceremonies only what its statement says. */
export function dutiesAfter({ plan, statement }: VerifiedTranscript): readonly Duty[] {
  const { predicate } = statement;
  return dutiesOf(predicate, [{ predicate, checked: plan.ceremony === 'check' ? plan.set.id : null }], dayOf(predicate.ended));
}

/** The same for every statement of a lineage, since key lives are never removed from it and the first one stays first: so that a later file updates the events of an earlier one. */
function lineageOf({ statement, statementSha256 }: VerifiedTranscript): string {
  const first = statement.predicate.lifecycle[0];
  return first === undefined ? statementSha256 : sha256Hex(utf8(`keyrite/calendar/v1\n${first.ceremony}\n${first.check.value}`));
}

/** One VCALENDAR, lines ended by CRLF. Throws RefusalError `export.no-duties`. */
export async function* calendar(verified: VerifiedTranscript): AsyncGenerator<string> {
  const { predicate } = verified.statement;
  const duties = dutiesAfter(verified);
  if (duties.length === 0) throw new RefusalError('export.no-duties', { ceremony: predicate.ceremony });
  const organisation = [visible(predicate.organisation), `Ceremony ${predicate.ceremony}`, `Transcript SHA-256 ${verified.transcriptSha256}`, `Statement SHA-256 ${verified.statementSha256}`].join('\n');
  yield fromUtf8(calendarOf([{ organisation, mode: verified.rehearsal ? 'rehearsal' : 'production', lineage: lineageOf(verified), duties }], predicate.ended));
}
