/** The act of typing a PIN half: only one that is awaited, only by way of the two people the plan names. */
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { pinRequests } from '../pin-requests.ts';
import type { Session } from '../session.ts';

/** Takes ownership of `request.value`. RefusalError `ceremony.pin-not-awaited`, `ceremony.pin-half-short`, `ceremony.not-registered`. */
export function enterPin(session: Session, request: RequestOf<'pin:enter'>): void {
  const { token, pin, half, value } = request;
  const awaited = pinRequests(session).find((r) => r.token === token && r.pin === pin);
  if (awaited === undefined || awaited.pinPad) throw new RefusalError('ceremony.pin-not-awaited');
  const holder = awaited.holders[half];
  const { state } = session.recorder;
  if (state.people[holder]?.present !== true) throw new RefusalError('ceremony.not-registered', { person: session.plan.participants.find((p) => p.id === holder)?.name ?? holder });
  if (value.length < awaited.minHalfLength) throw new RefusalError('ceremony.pin-half-short', { minimum: awaited.minHalfLength });
  session.pins.enter(token, pin, half, value);
}
