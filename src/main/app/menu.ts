/** No menu: its accelerators (reload, developer tools, zoom, quit) would act past the screens. */
import type { Menu } from 'electron';

export function removeMenu(menu: Pick<typeof Menu, 'setApplicationMenu'>): void {
  menu.setApplicationMenu(null);
}
