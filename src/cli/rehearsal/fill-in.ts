/** Fills into the text of a later ceremony's plan what only the ceremony before it could tell: digests and set ids. For rehearsals, where both are made within a minute. */
import { followsOf, oldSetsOf } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Played } from './lasting-room.ts';

/** One replacement in the text: a whole word, where a field of that name begins the line. */
function field(text: string, name: string, from: string, to: string): string {
  return text.replace(new RegExp(`^(\\s*(?:- )?${name}: ['"]?)${from}(?=['"\\s])`, 'gm'), `$1${to}`);
}

/** `plan` as read from `text`, over what `before` left behind; `target` is the SHA-256 of a transfer target's public key. Sets are filled in in their order. */
export function fillIn(text: string, plan: Plan, before: Played, target: string): string {
  const { shareSets } = before.statement.predicate;
  const follows = followsOf(plan);
  let filled = follows === null ? text : field(text, 'follows', follows, before.sha256);
  oldSetsOf(plan).forEach(({ id }, at) => {
    filled = field(filled, 'id', id, shareSets[at]?.id ?? id);
  });
  // Fields of one name are told apart by their value: a template gives each set another.
  if (plan.ceremony === 'restore') plan.sets.forEach((set, at) => (filled = field(filled, 'package', set.package, shareSets[at]?.package ?? set.package)));
  if (plan.ceremony === 'transfer' && 'publicKey' in plan.target) filled = field(filled, 'publicKey', plan.target.publicKey, target);
  return filled;
}
