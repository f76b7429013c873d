/** Every raw PKCS#11 call passes here: counted, timed, and its failure turned into one kind of error. Never looks at arguments. */
import { performance } from 'node:perf_hooks';
import type { PKCS11 } from 'pkcs11js';
import type { RawStats } from './messages.ts';

export type RawModule = PKCS11;

/** A CKR answer. pkcs11js throws three shapes of it (with `.code`, as "CKR_X:dec" in a plain Error, in a stack); this is the only one beyond this file. */
export class CkrError extends Error {
  readonly rv: number;
  readonly call: string;
  constructor(rv: number, call: string) {
    super(`${call} answered 0x${rv.toString(16)}`);
    this.name = 'CkrError';
    this.rv = rv;
    this.call = call;
  }
}

function asCkr(error: unknown, call: string): unknown {
  if (!(error instanceof Error) || error instanceof TypeError) return error;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'number' && code > 0) return new CkrError(code, call);
  const found = /CKR_\w+:(\d+)/.exec(error.message);
  return found === null ? error : new CkrError(Number(found[1]), call);
}

export interface Stopwatch {
  calls: number;
  milliseconds: number;
}

export const readStopwatch = (watch: Stopwatch): RawStats => ({ calls: watch.calls, milliseconds: watch.milliseconds });

/** `module` with each C_* call timed into `watch`, its failures as {@link CkrError}. */
export function timed(module: PKCS11, watch: Stopwatch): RawModule {
  return new Proxy(module, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function' || typeof property !== 'string' || !property.startsWith('C_')) return value;
      return (...args: unknown[]): unknown => {
        const from = performance.now();
        try {
          return Reflect.apply(value, target, args);
        } catch (error) {
          throw asCkr(error, property);
        } finally {
          watch.calls += 1;
          watch.milliseconds += performance.now() - from;
        }
      };
    },
  });
}
