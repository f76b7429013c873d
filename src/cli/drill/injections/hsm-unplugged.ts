/** Injects that the HSM is unplugged in the middle of an act: its worker is killed once; the next one finds it plugged in again. */
import { deviceAct } from '../../../core/drill/incidents/device-acts.ts';
import { unpluggable } from '../../../main/runtime/drill/unplug.ts';
import { recordDeviation } from '../acts.ts';
import type { Injection, Scene } from '../injection.ts';

export function injectHsmUnplugged(scene: Scene): Injection {
  let noted = false;
  const act = deviceAct(scene.step);
  const pull = (op: string): boolean => {
    if (scene.struck() || scene.now() !== scene.step.id || op !== act?.op) return false;
    scene.strike();
    return true;
  };
  return {
    ports: (real) => ({ ...real, openHsm: real.openHsmBy((spawn) => unpluggable(spawn, { pull, isGone: () => false })) }),
    expects: (code) => code === 'hsm.device-removed',
    react(moment) {
      if (!scene.struck() || noted || moment.snapshot.step.id !== scene.step.id) return null;
      noted = true;
      return recordDeviation(moment, `The HSM was cut off during the step "${scene.step.title}".`, 'It was connected again and unlocked by both holders of its PIN; what is on it was compared with the record.');
    },
  };
}
