/** Finds out, while the security officer is logged in, whether they can make a trusted session key that only then wraps trusted-only keys. */
import { readBoolean } from './attributes.ts';
import { CKU } from './constants.ts';
import type { Attributes } from './key-specs.ts';
import { sessionAes } from './key-specs.ts';
import { keyWrapPad } from './key-wrap.ts';
import { attempt, withScratch } from './scratch.ts';
import { logIn } from './session.ts';
import type { Session } from './state.ts';

/** SECURITY: public because the security officer can make no private object, session because it must vanish, and it wraps only. */
export const trustedWrappingKey = (value: Uint8Array): Attributes => ({ ...sessionAes({ WRAP: true }), PRIVATE: false, TRUSTED: true, VALUE: value });

/** Needs the security officer logged in; leaves the user logged in (the PIN is not wiped here). */
export async function probeTrusted(s: Session, userPin: Uint8Array | null): Promise<'yes' | 'no'> {
  return withScratch(s, async (scratch) => {
    const trusted = attempt(() => scratch.create(trustedWrappingKey(new Uint8Array(32).fill(0x5a))));
    logIn(s, CKU.USER, userPin);
    if (trusted === null || attempt(() => readBoolean(s, trusted, 'TRUSTED')) !== 'true') return 'no';
    const mechanism = (await keyWrapPad(s))?.number;
    if (mechanism === undefined) return 'no';
    const target = attempt(() => scratch.aes(sessionAes({ EXTRACTABLE: true, WRAP_WITH_TRUSTED: true })));
    const own = attempt(() => scratch.aes(sessionAes({ WRAP: true })));
    if (target === null || own === null) return 'no';
    const wrapsWith = (key: Buffer): boolean => attempt(() => s.module.C_WrapKey(s.handle, { mechanism }, key, target, Buffer.alloc(128))) !== null;
    // Both halves count: the trusted key wraps, and a user's own key does not.
    return wrapsWith(trusted) && !wrapsWith(own) ? 'yes' : 'no';
  });
}
