/** How people are named: by the plan, and the two signers that are no people by what they are. */
import { HSM_ROOT, HSM_ROOT_NAME } from '../../core/ceremony/state.ts';
import type { Plan } from '../../core/plan/schema.ts';

/** Who the application is where it records something by itself. */
export const APPLICATION = 'keyrite';

export function peopleInWords(plan: Plan): (id: string) => string {
  const names = new Map(plan.participants.map((p) => [p.id, p.name]));
  return (id) => names.get(id) ?? (id === HSM_ROOT ? HSM_ROOT_NAME : id === APPLICATION ? 'The application' : id);
}
