/** Counts the time that HSM workers spend inside raw PKCS#11 calls, over all workers of a measurement. */
import type { HsmPort, TokenAddress } from '../../src/core/ports/hsm.ts';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';

const worker = new URL('../../src/main/adapters/hsm/worker.ts', import.meta.url);

export interface Meter {
  workers: number;
  calls: number;
  milliseconds: number;
  /** Time that asking for these figures took; it is not the ceremony's. */
  asking: number;
}

export function newMeter(): Meter {
  return { workers: 0, calls: 0, milliseconds: 0, asking: 0 };
}

/** Opens ports that are asked for their figures before they close. */
export function metered(env: Readonly<Record<string, string>>, meter: Meter): (address: TokenAddress) => HsmPort {
  return (address) => {
    const port = openHsm(address, forkWorker(worker, env));
    let asked: Promise<void> | null = null;
    const ask = async (): Promise<void> => {
      const from = performance.now();
      const { calls, milliseconds } = await port.stats();
      meter.workers += 1;
      meter.calls += calls;
      meter.milliseconds += milliseconds;
      meter.asking += performance.now() - from;
    };
    return { ...port, close: () => (asked ??= ask()).then(() => port.close()) };
  };
}
