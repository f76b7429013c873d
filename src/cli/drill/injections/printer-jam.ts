/** Injects a paper jam: the printer refuses one sheet, once. */
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { declareVoid } from '../acts.ts';
import type { Injection, Scene } from '../injection.ts';

export function injectPrinterJam(scene: Scene): Injection {
  let isDeclared = false;
  return {
    ports: (real) => ({
      ...real,
      printer: {
        print(document) {
          if (scene.now() !== scene.step.id || scene.struck()) return real.printer.print(document);
          scene.strike();
          return Promise.reject(new RefusalError('printer.failed', { reason: 'a paper jam' }));
        },
      },
    }),
    expects: (code) => code === 'printer.failed',
    react(moment) {
      if (!scene.struck() || isDeclared || moment.snapshot.step.id !== scene.step.id) return null;
      isDeclared = true;
      return declareVoid(moment, `the sheet of share ${String(scene.step.subject?.share ?? 0)} jammed in the printer; part of it was seen`);
    },
  };
}
