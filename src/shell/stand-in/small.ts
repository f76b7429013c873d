/** The parts of electron that have nothing to do here: menu, error box, power. */
import type { Dialog, Menu as ElectronMenu, PowerSaveBlocker } from 'electron';
import { strict } from './strict.ts';

export const Menu = strict('Menu', {
  setApplicationMenu: () => undefined,
} satisfies Pick<typeof ElectronMenu, 'setApplicationMenu'>);

export const dialog = strict('dialog', {
  showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
} satisfies Pick<Dialog, 'showErrorBox'>);

let blockers = 0;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: () => ++blockers,
  stop: () => true,
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop'>);
