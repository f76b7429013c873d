/** Acts in the middle of which a device can be cut off: for each kind of step the call that does its work, and the event that says it is done. */
import type { EventType } from '../../ceremony/events.ts';
import type { Step, StepKind } from '../../ceremony/steps.ts';
import { newKeys } from '../../plan/parts.ts';
import type { Plan } from '../../plan/schema.ts';
import { takesKeyMaterial } from '../../transfer/targets.ts';
import type { Places } from '../incident.ts';
import { stepsOf } from '../places.ts';

interface DeviceAct {
  readonly op: 'generate' | 'backup' | 'restore' | 'install' | 'destroy' | 'deliver' | 'seal';
  readonly done: EventType;
}

const acts: Readonly<Partial<Record<StepKind, DeviceAct>>> = {
  'key-generation': { op: 'generate', done: 'key.generated' },
  restore: { op: 'install', done: 'restore.passed' },
  'key-destroying': { op: 'destroy', done: 'key.destroyed' },
  delivery: { op: 'deliver', done: 'key.delivered' },
  backup: { op: 'backup', done: 'backup.made' },
  proof: { op: 'restore', done: 'proof.passed' },
  seal: { op: 'seal', done: 'key.sealed' },
};

export function deviceAct(step: Step): DeviceAct | null {
  return acts[step.kind] ?? null;
}

/** Steps of this plan in which the HSM does something that can be cut off. The last key rather than the first: then one is there already. */
export function devicePlaces(plan: Plan, script: readonly Step[]): Places {
  const lastKey = newKeys(plan).at(-1)?.name;
  const ordered = [...script].sort((a, b) => Number(b.subject?.key === lastKey) - Number(a.subject?.key === lastKey));
  const isPublicOnly = plan.ceremony === 'transfer' && !takesKeyMaterial(plan.target);
  return stepsOf(ordered, Object.keys(acts) as readonly StepKind[], 'the HSM does nothing in it that could be cut off half-way.', (step) => step.kind !== 'delivery' || !isPublicOnly);
}
