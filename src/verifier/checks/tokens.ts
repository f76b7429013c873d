/** R-TOKEN: the device that was examined is the device that was prepared. */
import type { EventOf } from '../../core/ceremony/events.ts';
import type { NewRecordCheck } from '../check.ts';

const fields = ['manufacturer', 'model', 'serial'] as const;

export const tokensCheck: NewRecordCheck = ({ findings }) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type !== 'hsm.prepared') return;
    const examined = facts.examined.get(event.token)?.event.report.token;
    if (examined === undefined) {
      findings.add('R-TOKEN-01', { event: seq }, `The ${event.token} token is prepared, and was not examined before.`);
      return;
    }
    const now: EventOf<'hsm.prepared'>['report']['token'] = event.report.token;
    // Some tokens have no serial number until they are initialised.
    const differs = fields.filter((field) => examined[field] !== now[field] && (field !== 'serial' || examined.serial !== ''));
    for (const field of differs) findings.add('R-TOKEN-01', { event: seq }, `The ${event.token} token examined has the ${field} "${examined[field]}", the one prepared "${now[field]}".`);
  },
});
