/** Puts the adapters behind the ports: the one place that knows which machine, printer, cards and HSM worker a desk works with. */
import type { SpawnWorker } from '../adapters/hsm/worker-process.ts';
import { forkWorker } from '../adapters/hsm/fork-worker.ts';
import { openHsm } from '../adapters/hsm/open-hsm.ts';
import { createPaper } from '../adapters/carriers/paper.ts';
import { createCards } from '../adapters/carriers/smartcard.ts';
import { systemClock } from '../adapters/environment/clock.ts';
import { createEnvironment } from '../adapters/environment/environment.ts';
import { systemRandom } from '../adapters/environment/random.ts';
import { createPresence } from '../adapters/presence/sealed-keys.ts';
import { createCupsPrinter } from '../adapters/printing/cups-printer.ts';
import { createRoomPrinter } from '../adapters/printing/room-printer.ts';
import type { OpenHsm } from '../../core/ports/hsm.ts';
import type { Ports } from '../../core/ports/ports.ts';

export interface PortOptions {
  readonly version: string;
  /** How an HSM worker is started: Electron's utilityProcess there, a forked Node elsewhere. */
  readonly spawnWorker?: SpawnWorker;
  /** Environment of forked workers, e.g. SOFTHSM2_CONF for soft tokens. */
  readonly workerEnv?: Readonly<Record<string, string>>;
  /** With it nothing is printed: sheets go into this folder. Rehearsals only. */
  readonly roomFolder?: string;
}

/** What a desk works with. */
export interface HostPorts extends Ports {
  /** HSM ports whose workers are started through `around`: how a drill cuts a device off. */
  openHsmBy(around: (spawn: SpawnWorker) => SpawnWorker): OpenHsm;
}

export interface DeskPorts extends HostPorts {
  offline(): { readonly ok: boolean; readonly sentence: string };
}

/** The worker's program: its source in a checkout; where built, out/main/, seen from out/cli/ or out/chunks/. */
const workerProgram = new URL(import.meta.url.endsWith('.ts') ? '../adapters/hsm/worker.ts' : '../main/hsm-worker.js', import.meta.url);

export function createPorts(options: PortOptions): DeskPorts {
  const spawn = options.spawnWorker ?? forkWorker(workerProgram, options.workerEnv);
  const openHsmBy = (around: (spawn: SpawnWorker) => SpawnWorker): OpenHsm => {
    const started = around(spawn);
    return (address) => openHsm(address, started);
  };
  const open = openHsmBy((each) => each);
  const environment = createEnvironment(`keyrite ${options.version}`);
  return {
    clock: systemClock,
    random: systemRandom,
    environment,
    printer: options.roomFolder === undefined ? createCupsPrinter() : createRoomPrinter(options.roomFolder),
    paper: createPaper(),
    cards: createCards(open),
    presence: createPresence(systemRandom),
    openHsm: open,
    openHsmBy,
    offline: () => environment.offline(),
  };
}
