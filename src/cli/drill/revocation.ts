/** The plan of the emergency revocation that follows a suspected compromise: drafted from the last bundle, as on the day, with the two places filled in that a draft leaves open. */
import { bundleMaterials } from '../../main/runtime/closed-bundles.ts';
import { draftFrom } from '../../main/runtime/recovery.ts';
import type { Played } from '../rehearsal/lasting-room.ts';

/** A place that a draft leaves open: the field, and the remark that says what belongs there. */
function complete(text: string, field: string, value: string): string {
  return text.replace(new RegExp(`^(${field}): .*# COMPLETE:.*$`, 'm'), `$1: ${JSON.stringify(value)}`);
}

/** Every active key but the root, which signs the record, is revoked. `instead`: id of the ceremony that was abandoned. */
export function revocationAfter(before: Played, instead: string): string {
  const keys = before.statement.predicate.lifecycle.filter((life) => life.state === 'active' && life.purpose !== 'root-signing').map((life) => life.name);
  const draft = draftFrom('revoke', bundleMaterials(before.bundle), { set: null, keys });
  const filled = complete(draft, 'id', `${instead.slice(0, 24)}-REVOKE`);
  return complete(filled, 'reason', `suspected compromise during ${instead}, which was abandoned`);
}
