/** What the people of an end-to-end test know by heart. For tests only: every secret follows from a name, so that the window and a ceremony without one ask for the same. */
import { pinName, halfName } from '../../src/renderer/parts/pin-words.ts';
import type { RehearsalSecrets } from '../../src/cli/rehearsal/secrets.ts';

export const cardPin = 'card-pin';

export const codeOf = (name: string): string => `code of ${name}`;

/** `which` and `pin` as a dialog names them: "first", "user PIN". Both tokens of a room get the same PINs. */
export const pinHalf = (which: string, pin: string): string => `${which}-${pin}`.replace(/\W/g, '').slice(0, 14);

/** The same secrets for people who play without a window. */
export const windowSecrets: RehearsalSecrets = {
  code: codeOf,
  pinHalf: ({ pin }, half) => pinHalf(halfName(half), pinName(pin)),
  cardPin: () => cardPin,
};
