/** Which PIN halves the current step waits for: derived from the state, so that a screen never asks for one that is not needed. */
import type { TokenName } from '../../core/ceremony/events.ts';
import { plannedToken } from '../../core/ceremony/state.ts';
import { currentStep, workDone } from '../../core/ceremony/script.ts';
import type { PinRequest } from '../../contract/snapshot.ts';
import { usesTrusted } from './acts/hsm.ts';
import type { PinName } from './pin-desk.ts';
import type { Session } from './session.ts';

/** Shortest half of a PIN that is set here: two halves of eight give 80 bits and more where they are random letters and digits. */
export const MIN_FRESH_HALF = 8;

interface Need {
  readonly token: TokenName;
  readonly pin: PinName;
  readonly fresh: boolean;
}

function needs(session: Session): readonly Need[] {
  const { state } = session.recorder;
  const step = currentStep(state);
  if (state.status !== 'running' || (workDone(step, state) && step.kind !== 'signing')) return [];
  const unlock = (token: TokenName): readonly Need[] => (state.tokens[token].unlocked ? [] : [{ token, pin: 'user', fresh: false }]);
  switch (step.kind) {
    case 'hsm-prepare': {
      const token = step.subject?.token ?? 'primary';
      const planned = plannedToken(session.plan, token);
      if (state.tokens[token].prepared !== null) return unlock(token);
      return planned.prepare === 'adopt' ? [{ token, pin: 'user', fresh: false }] : [{ token, pin: 'so', fresh: true }, { token, pin: 'user', fresh: true }];
    }
    case 'backup':
      return usesTrusted(session) ? [{ token: 'primary', pin: 'so', fresh: false }, { token: 'primary', pin: 'user', fresh: false }] : unlock('primary');
    case 'key-generation':
    case 'restore':
    case 'root-succession':
    case 'key-destroying':
    case 'delivery':
    case 'seal':
      return unlock('primary');
    case 'signing':
      return state.recordEnded ? [] : unlock('primary');
    case 'proof':
      return unlock('spare');
    default:
      return [];
  }
}

export function pinRequests(session: Session): readonly PinRequest[] {
  return needs(session).map(({ token, pin, fresh }) => {
    const holders = pin === 'so' ? (session.plan.pins.securityOfficer ?? session.plan.pins.user) : session.plan.pins.user;
    const pinPad = session.recorder.state.tokens[token].examined?.token.protectedAuthenticationPath ?? false;
    return { pin, token, holders, entered: session.pins.entered(token, pin), fresh, minHalfLength: fresh ? MIN_FRESH_HALF : 1, pinPad };
  });
}
