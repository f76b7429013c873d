/** Injects the message that the keys may be compromised; scripted people end the ceremony upon it. */
import { abandon } from '../acts.ts';
import type { Injection, Scene } from '../injection.ts';

export function injectSuspectedCompromise(scene: Scene): Injection {
  return {
    arrive(snapshot) {
      if (snapshot.step.id === scene.step.id) scene.strike();
    },
    expects: () => false,
    react: (moment) => (scene.struck() && moment.snapshot.status === 'running' ? abandon(moment, 'the keys may be compromised; they are revoked instead') : null),
  };
}
