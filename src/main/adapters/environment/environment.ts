/** The machine and the room: facts for the record, and the preflight that finds what is missing before anything irreversible. Changes nothing. */
import type { EnvironmentFinding, EnvironmentPort, Random } from '../../../core/ports/ports.ts';
import { diskFinding } from './disk.ts';
import { clockZone, findProgram, isUtc, machineFacts, swapAreas } from './machine.ts';
import { moduleFinding } from './module-file.ts';
import { interfacesUp, offline } from './network.ts';
import { systemRandom } from './random.ts';

/** A clock that shows a day before the application existed has lost its battery. */
const EARLIEST = '2026-11-01T00:00:00.000Z';

/** What is asked of the machine; tests ask another. */
export interface Probes {
  readonly interfacesUp: () => readonly string[];
  readonly zone: () => string;
  readonly now: () => string;
  readonly program: (name: string) => string | null;
  readonly swap: () => readonly string[];
  readonly random: Random;
}

const machine: Probes = { interfacesUp, zone: clockZone, now: () => new Date().toISOString(), program: findProgram, swap: swapAreas, random: systemRandom };

export interface Environment extends EnvironmentPort {
  /** The air gap now, in one sentence; cheap enough to ask every few seconds. */
  offline(): { readonly ok: boolean; readonly sentence: string };
}

/**
 * @param application name and version for the record, e.g. "Keyrite 0.1.0 (shell)".
 *
 * `preflight` judges as for a real ceremony unless `mode` is 'rehearsal': then a network that is up, a clock that is not UTC and a missing printer
 * are warnings. `paper` says whether sheets are printed; without it a missing printer is a warning.
 */
export function createEnvironment(application: string, probes: Probes = machine): Environment {
  return {
    facts: () => ({ ...machineFacts(application), clockZone: probes.zone(), network: probes.interfacesUp().join(', ') || 'none' }),
    offline: () => offline(probes.interfacesUp()),
    preflight: (asked) => Promise.resolve(preflight(asked, probes)),
  };
}

type Asked = Parameters<EnvironmentPort['preflight']>[0];

function preflight(asked: Asked, probes: Probes): readonly EnvironmentFinding[] {
  const inPractice = asked.mode === 'rehearsal' ? 'warn' : 'fail';
  return [
    network(probes, inPractice),
    diskFinding(asked.folder, probes.random),
    clock(probes, inPractice),
    swap(probes),
    ...(asked.paper === false ? [] : [printer(probes, asked.paper === true ? inPractice : 'warn')]),
    ...asked.modules.map((path) => moduleFinding(path)),
  ];
}

function network(probes: Probes, bad: 'warn' | 'fail'): EnvironmentFinding {
  const { ok, sentence } = offline(probes.interfacesUp());
  return { id: 'network', status: ok ? 'pass' : bad, sentence };
}

function clock(probes: Probes, bad: 'warn' | 'fail'): EnvironmentFinding {
  const now = probes.now();
  const zone = probes.zone();
  if (now < EARLIEST) return { id: 'clock', status: bad, sentence: `The machine's clock shows ${now.slice(0, 10)}, which cannot be right. Set it by a clock that people in the room agree on.` };
  // Not 'fail': the record is in UTC whatever the zone, but what people read from the machine's own clock would differ from it.
  if (!isUtc(zone)) return { id: 'clock', status: 'warn', sentence: `The machine's clock zone is ${zone}, not UTC. The record is in UTC all the same; set the zone to UTC so that nobody reads two times.` };
  return { id: 'clock', status: 'pass', sentence: `The machine's clock is in UTC and shows ${now.slice(0, 16).replace('T', ' ')}. Compare it with a clock in the room.` };
}

function swap(probes: Probes): EnvironmentFinding {
  const areas = probes.swap();
  if (areas.length === 0) return { id: 'swap', status: 'pass', sentence: 'The machine writes no memory to a disk (no swap).' };
  return { id: 'swap', status: 'warn', sentence: `The machine may write memory to a disk (swap: ${areas.join(', ')}). Switch it off with "swapoff -a", so that no share is left there.` };
}

function printer(probes: Probes, bad: 'warn' | 'fail'): EnvironmentFinding {
  const lp = probes.program('lp');
  if (lp !== null) return { id: 'printer', status: 'pass', sentence: `The printing program is there (${lp}).` };
  return { id: 'printer', status: bad, sentence: 'There is no printing program ("lp") on this machine. A ceremony with shares on paper needs one; a rehearsal writes the sheets into a folder.' };
}
