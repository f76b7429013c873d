/** The machine's clocks. There is no trusted clock offline: what these say is recorded, never relied on. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../../../core/ports/ports.ts';

/** `monotonic` counts whole milliseconds since this process started. */
export const systemClock: Clock = {
  utc: () => new Date().toISOString(),
  monotonic: () => Math.floor(performance.now()),
};
