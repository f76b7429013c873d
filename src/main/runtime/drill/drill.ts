/** A drill at the window: brings the chosen incidents about at their steps, between the desk and its devices. It never touches the record or the machine, and there is none in a real ceremony. */
import { deviceAct } from '../../../core/drill/incidents/device-acts.ts';
import { chooseIncidents, requireSoft } from '../../../core/drill/choose.ts';
import type { Chosen } from '../../../core/drill/choose.ts';
import { damageShare, whichShare } from '../../../core/drill/damage.ts';
import type { Strike } from '../../../core/drill/result.ts';
import type { Step } from '../../../core/ceremony/steps.ts';
import { plannedToken } from '../../../core/ceremony/state.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import type { OpenHsm } from '../../../core/ports/hsm.ts';
import type { Clock, Ports } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { HostPorts } from '../ports.ts';
import { readDrill, writeDrill } from './drill-file.ts';
import type { DrillMemory } from './drill-file.ts';
import { unpluggable } from './unplug.ts';

/** Where the ceremony is. */
export interface Place {
  readonly step: Step;
  readonly entries: number;
  /** The set that is being made; null where there is none. */
  readonly set: string | null;
}

export interface Drill {
  readonly chosen: readonly Chosen[];
  readonly strikes: ReadonlyMap<string, Strike>;
  /** The HSM is out until the facilitator plugs it in. */
  readonly unplugged: boolean;
  /** Stands between the desk and its devices. */
  ports(real: HostPorts): Ports;
  /** From now on it knows where the ceremony is. */
  follow(place: () => Place): void;
  /** Writes down what it is, beside the ceremony's file. Errors are those of the file system. */
  keep(): void;
  /** Told when the ceremony may have moved on: what strikes by itself at a step strikes now. */
  moved(): void;
  /** Told what was read of a share before it is judged; alters it where that share is the damaged one. */
  shareRead(bytes: Uint8Array): void;
  /** RefusalError `drill.not-unplugged`. */
  plugIn(): void;
}

interface DrillOf {
  readonly plan: Plan;
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * Makes a drill of a ceremony that is about to begin; null where `words` ("ID" or "ID@STEP") are none. RefusalError `drill.real-ceremony`, `drill.not-soft`,
 * and those of {@link chooseIncidents}.
 */
export function newDrill(words: readonly string[], of: DrillOf): Drill | null {
  if (words.length === 0) return null;
  requireRehearsal(of.plan);
  const chosen = chooseIncidents(words, of.plan);
  return drill(of, { incidents: chosen.map(({ incident, step }) => `${incident.id}@${step.id}`), strikes: new Map(), damaged: null });
}

/** The drill that a reopened ceremony is; null where it is none. RefusalError `drill.file-damaged`. */
export function keptDrill(of: DrillOf): Drill | null {
  // SECURITY: whatever lies beside the file of a real ceremony, it is never a drill.
  if (of.plan.mode !== 'rehearsal') return null;
  const memory = readDrill(of.folder, of.plan.id);
  if (memory === null) return null;
  requireRehearsal(of.plan);
  return drill(of, memory);
}

/** SECURITY: nothing is injected into a real ceremony, and no real device is cut off. */
function requireRehearsal(plan: Plan): void {
  if (plan.mode !== 'rehearsal') throw new RefusalError('drill.real-ceremony');
  requireSoft(plan);
}

function drill({ plan, folder, clock }: DrillOf, memory: DrillMemory): Drill {
  const chosen = chooseIncidents(memory.incidents, plan);
  const strikes = new Map(memory.strikes);
  let { damaged } = memory;
  let unplugged = false;
  let place: (() => Place) | null = null;

  const find = (id: string): Chosen | null => chosen.find(({ incident }) => incident.id === id) ?? null;
  /** Where that incident is to strike now and has not: the place. */
  const due = (id: string): Place | null => {
    const here = place?.() ?? null;
    return here !== null && find(id)?.step.id === here.step.id && !strikes.has(id) ? here : null;
  };
  const remember = (): void => writeDrill(folder, plan.id, { incidents: memory.incidents, strikes, damaged });
  const strike = (id: string, { entries }: Place): void => {
    strikes.set(id, { entry: entries, mono: Math.round(clock.monotonic()), time: clock.utc() });
    try {
      remember();
    } catch {
      // A full disk is for the ceremony itself to say; only a later start of the application would miss this.
    }
  };
  const pull = (op: string): boolean => {
    const here = due('hsm-unplugged');
    if (here === null || op !== deviceAct(here.step)?.op) return false;
    unplugged = true;
    strike('hsm-unplugged', here);
    return true;
  };

  return {
    chosen,
    strikes,
    get unplugged() {
      return unplugged;
    },
    ports: (real) => ({ ...real, openHsm: cutting(real), printer: { print: (document) => jamming(real, document) } }),
    follow(next) {
      place = next;
    },
    keep: remember,
    moved() {
      for (const { incident, step } of chosen) {
        const here = due(incident.id);
        if (here !== null && incident.atWindow(plan, step).how === 'told') strike(incident.id, here);
      }
    },
    shareRead(bytes) {
      const share = whichShare(bytes);
      if (share === null) return;
      const here = due('share-damaged');
      if (here !== null && share.set === (here.step.subject?.set ?? here.set) && share.index === (here.step.subject?.share ?? share.index)) {
        damaged = share;
        strike('share-damaged', here);
      }
      if (damaged?.set === share.set && damaged.index === share.index) damageShare(bytes);
    },
    plugIn() {
      if (!unplugged) throw new RefusalError('drill.not-unplugged');
      unplugged = false;
    },
  };

  /** Only the token that the step works with is cut off; the other one answers as before. */
  function cutting(real: HostPorts): OpenHsm {
    const step = find('hsm-unplugged')?.step;
    if (step === undefined) return real.openHsm;
    const token = plannedToken(plan, step.kind === 'proof' ? 'spare' : (step.subject?.token ?? 'primary'));
    const open = real.openHsmBy((spawn) => unpluggable(spawn, { pull, isGone: () => unplugged }));
    return (address) => (address.module === token.module && address.label === token.label ? open(address) : real.openHsm(address));
  }

  async function jamming(real: HostPorts, document: Parameters<Ports['printer']['print']>[0]): ReturnType<Ports['printer']['print']> {
    const here = due('printer-jam');
    if (here === null) return real.printer.print(document);
    strike('printer-jam', here);
    throw new RefusalError('printer.failed', { reason: 'a paper jam' });
  }
}
