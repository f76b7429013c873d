/** Incident: in the middle of a ceremony somebody learns that the keys may be known to others. The ceremony ends; an emergency revocation follows on the same HSM. */
import { newKeys } from '../../plan/parts.ts';
import type { Step, StepKind } from '../../ceremony/steps.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Incident, Places, RecordView, Sign } from '../incident.ts';
import { stepsOf } from '../places.ts';
import { abandonedSign, after, first } from '../signs.ts';

const refusing: Readonly<Partial<Record<Plan['ceremony'], string>>> = {
  generate: 'the keys are only just being made and protect nothing yet: a compromise means beginning anew with another set of devices, not a revocation.',
  restore: 'the keys are not on this HSM yet, so there is nothing that a revocation could destroy on it.',
  revoke: 'it is the answer to a suspected compromise already.',
};

/** After the HSM was unlocked and before anything new is on it: a revocation refuses an HSM that holds what no record names. */
function places(plan: Plan, script: readonly Step[]): Places {
  const why = refusing[plan.ceremony];
  if (why !== undefined) return { why };
  const firstKey = newKeys(plan)[0]?.name;
  const kinds: readonly StepKind[] = ['share-check', 'quorum', 'target', 'key-destroying', 'key-generation', 'delivery', 'hsm-check'];
  const isEarlyEnough = (step: Step): boolean => (step.kind !== 'key-generation' || step.subject?.key === firstKey) && (step.kind !== 'hsm-check' || step.subject?.token === 'spare');
  return stepsOf(script, kinds, 'there is no moment in it at which the keys could be revoked instead.', isEarlyEnough);
}

function signs(view: RecordView): readonly Sign[] {
  const follows = (what: string, seen: Sign['seen']): Sign => ({ what, seen, followed: true });
  const opened = first(view.followed, 'ceremony.opened', (event) => event.kind === 'revoke');
  const declared = first(after(view.followed, opened), 'key.state-set', (event) => event.state === 'compromised');
  const destroyed = after(view.followed, declared).findLast(({ event }) => event.type === 'key.destroyed') ?? null;
  return [
    abandonedSign(view),
    follows('an emergency revocation was opened', opened),
    follows('the keys were declared compromised before anything else', declared),
    follows('the keys were destroyed and seen to be gone', destroyed),
    follows('the revocation was signed and closed', first(view.followed, 'ceremony.closed')),
  ];
}

export const suspectedCompromise: Incident = {
  id: 'suspected-compromise',
  title: 'The keys may be compromised',
  readAloud: () => 'The telephone rings. The incident team has found a file on a server that looks like a copy of what only the HSM should hold. They ask that the keys be taken out of use at once.',
  atTable: 'Hand the security officer a note with this text, in an envelope, at the step named.',
  atWindow: () => ({ how: 'told', sentence: 'Hand the security officer a note with the text above.' }),
  rightHandling: [
    'The ceremony that is under way is not finished first: two people abandon it.',
    'The emergency revocation is drafted from the last bundle ("keyrite plan draft revoke"), reviewed and opened: its plan is one page.',
    'The keys are declared compromised before they are destroyed, so that the record says so even where destroying then fails.',
    'The shares are accounted for in a destroy ceremony afterwards, when there is time.',
  ],
  question: 'Which systems stop working in the minute the keys are gone, and who has agreed to that beforehand?',
  places,
  ends: () => true,
  then: 'revoke',
  signs,
};
