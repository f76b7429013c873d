/** Which act is next in a step: a PIN half, an unlocking, a confirmation, or the step's own act. Pure; the machine in main decides what is allowed. */
import type { Pin, Snapshot } from '../api.ts';
import type { Store } from '../state/store.ts';
import { nameOf } from '../parts/name-of.ts';
import { halfName, nextHalf, tokenName } from '../parts/pin-words.ts';

export interface MainAct {
  readonly label: string;
  readonly run: () => void;
}

export type NextAct =
  | { readonly kind: 'pin'; readonly label: string; readonly pin: Pin; readonly half: 0 | 1 }
  | { readonly kind: 'confirm'; readonly label: string; readonly participant: string }
  | ({ readonly kind: 'run' } & MainAct);

/** Whether PINs are asked for only to unlock a token that is set up already (after a pause, a restart, a device that came back). */
export function isUnlock(snapshot: Snapshot): boolean {
  const { step } = snapshot;
  return step.kind !== 'hsm-prepare' && step.pins.length > 0 && step.pins.every((p) => p.pin === 'user');
}

/** Confirmations that are still to come; nobody waits for somebody who is recorded as absent. */
export function awaitedConfirmations(snapshot: Snapshot): Snapshot['step']['confirmations'] {
  return snapshot.step.confirmations.filter((c) => !c.done && snapshot.people.find((p) => p.id === c.participant)?.absent !== true);
}

export function nextAct(snapshot: Snapshot, act: MainAct | null, store: Store): NextAct | null {
  const { step } = snapshot;
  const awaited = awaitedConfirmations(snapshot)[0];
  if (step.confirmable && awaited !== undefined) {
    return { kind: 'confirm', label: `${nameOf(snapshot, awaited.participant)} confirms with their code`, participant: awaited.participant };
  }
  const half = nextHalf(step.pins);
  if (half !== null) {
    return { kind: 'pin', label: `${nameOf(snapshot, half.pin.holders[half.half])} types the ${halfName(half.half)} half`, ...half };
  }
  const locked = step.pins[0];
  if (locked !== undefined && isUnlock(snapshot)) {
    const name = tokenName(locked.token);
    return { kind: 'run', label: `Unlock ${name}`, run: () => void store.act('hsm:unlock', { token: locked.token }, `Unlocking ${name}`) };
  }
  return act === null ? null : { kind: 'run', ...act };
}
