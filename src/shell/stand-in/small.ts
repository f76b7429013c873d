/** The parts of electron that have little to do here: menu, boxes, power. A file dialog has no window of its own: it answers from a file, or as somebody who chose nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Dialog, Menu as ElectronMenu, PowerSaveBlocker } from 'electron';
import { strict } from './strict.ts';

export const Menu = strict('Menu', {
  setApplicationMenu: () => undefined,
} satisfies Pick<typeof ElectronMenu, 'setApplicationMenu'>);

/** Takes the first line of the file that KEYRITE_SHELL_CHOICES names: the path that a person would choose. */
function nextChoice(): string | null {
  const file = process.env['KEYRITE_SHELL_CHOICES'] ?? '';
  if (file === '' || !existsSync(file)) {
    process.stderr.write('keyrite: the shell has no file dialog; start the application in Electron to choose files, or name a file with answers in KEYRITE_SHELL_CHOICES.\n');
    return null;
  }
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, rest.join('\n'));
  return first === '' ? null : first;
}

export const dialog = strict('dialog', {
  showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
  showOpenDialog: () => {
    const choice = nextChoice();
    return Promise.resolve({ canceled: choice === null, filePaths: choice === null ? [] : [choice] });
  },
} satisfies Pick<Dialog, 'showErrorBox' | 'showOpenDialog'>);

let blockers = 0;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: () => ++blockers,
  stop: () => true,
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop'>);
