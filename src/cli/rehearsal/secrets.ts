/** Random codes and PINs for one rehearsal. They are strings, which no real ceremony allows: here nothing they protect is real. */
import { randomBytes } from 'node:crypto';
import type { ScriptedRoom } from './scripted-people.ts';

export type RehearsalSecrets = Pick<ScriptedRoom, 'code' | 'pinHalf' | 'cardPin'>;

/** Each secret is made at its first use and stays the same after. */
export function randomSecrets(): RehearsalSecrets {
  const made = new Map<string, string>();
  const of = (name: string): string => {
    const secret = made.get(name) ?? randomBytes(6).toString('hex');
    made.set(name, secret);
    return secret;
  };
  return {
    code: (participant) => of(`code ${participant}`),
    pinHalf: (pin, half) => of(`pin ${pin.token} ${pin.pin} ${String(half)}`).slice(0, 10),
    cardPin: (custodian) => of(`card ${custodian}`).slice(0, 8),
  };
}
