/** For tests: the keys of the samples, whose signatures are remembered, so that the unchanged part of hundreds of bundles is signed once. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';

interface Signing {
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function signs(value: unknown): value is Signing {
  return typeof value === 'object' && value !== null && 'sign' in value && typeof value.sign === 'function';
}

function remembering(key: Signing): Signing {
  const made = new Map<string, Uint8Array>();
  return {
    ...key,
    sign: (message) => {
      const digest = sha256Hex(message);
      const signature = made.get(digest) ?? key.sign(message);
      made.set(digest, signature);
      return signature.slice();
    },
  };
}

/** The same module; each key that it exports, or that a function of it gives, remembers what it signed. */
export function rememberSigning<M extends object>(real: M): M {
  const keys = new Map<string, Signing>();
  const of = (value: unknown, name: string): unknown => {
    if (!signs(value)) return value;
    const key = keys.get(name) ?? remembering(value);
    keys.set(name, key);
    return key;
  };
  const wrapped = Object.entries(real).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, of(value, name)] as const;
    const call = value as (...args: readonly unknown[]) => unknown;
    return [name, (...args: readonly unknown[]) => of(call(...args), `${name} ${JSON.stringify(args)}`)] as const;
  });
  return Object.fromEntries(wrapped) as M;
}
