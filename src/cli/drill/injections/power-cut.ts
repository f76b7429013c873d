/** Injects a power cut: the desk is gone in the middle of an act, and nothing more reaches the disk. */
import { deviceAct } from '../../../core/drill/incidents/device-acts.ts';
import type { HsmPort } from '../../../core/ports/hsm.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { Injection, Scene } from '../injection.ts';

export function injectPowerCut(scene: Scene): Injection {
  const op = deviceAct(scene.step)?.op ?? null;
  const cut = (): void => {
    scene.strike();
    scene.cutPower();
  };
  /** The device has done its work; nobody is there any more to hear the answer. */
  const losing = (hsm: HsmPort): HsmPort => {
    if (op === null) return hsm;
    const work = hsm[op] as (request: unknown) => Promise<unknown>;
    const cutAfter = async (request: unknown): Promise<unknown> => {
      const answer = await work(request);
      if (scene.struck() || scene.now() !== scene.step.id) return answer;
      cut();
      throw new RefusalError('hsm.closed');
    };
    return { ...hsm, [op]: cutAfter };
  };
  return {
    ports: (real) => ({ ...real, openHsm: (address) => losing(real.openHsm(address)) }),
    arrive(snapshot) {
      if (op === null && !scene.struck() && snapshot.step.id === scene.step.id) cut();
    },
    expects: () => false,
    // Registering again and accepting the deviation is what every interruption asks for: the script has it.
    react: () => null,
  };
}
