/** What one worker process knows between two requests. Nothing here is ever an answer: answers are read from the device. */
import type { Capabilities } from '../../../../core/ports/hsm.ts';
import type { RawModule, Stopwatch } from '../raw-calls.ts';

/** An open session with the module it belongs to. */
export interface Session {
  readonly module: RawModule;
  readonly slot: Buffer;
  readonly handle: Buffer;
}

/** Loads a PKCS#11 module; a parameter, so that faults can be put between the worker and a real module. */
export type LoadModule = (path: string) => RawModule;

export interface WorkerState {
  readonly load: LoadModule;
  readonly watch: Stopwatch;
  module: RawModule | null;
  session: Session | null;
  /** Serial of the token the first session was opened on: another token under the same label is noticed. */
  serial: string | null;
  trustedWrapping: Capabilities['trustedWrapping'];
}

export function newState(load: LoadModule): WorkerState {
  return { load, watch: { calls: 0, milliseconds: 0 }, module: null, session: null, serial: null, trustedWrapping: 'unknown' };
}
