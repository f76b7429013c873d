/** electron-builder calls this with the unpacked application: sets the fuses in its binary and reads them back. Fails the packaging where they are not as said. */
import path from 'node:path';
import { flipFuses, FuseState, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from './fuses.mjs';

/**
 * @param {{ readonly appOutDir: string, readonly packager: { readonly executableName: string } }} context
 * @returns {Promise<void>}
 */
export async function afterPack(context) {
  const binary = path.join(context.appOutDir, context.packager.executableName);
  await flipFuses(binary, { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...fuses });
  const wire = await getCurrentFuseWire(binary);
  for (const [fuse, isOn] of Object.entries(fuses)) {
    const state = wire[/** @type {keyof typeof wire} */ (/** @type {unknown} */ (fuse))];
    if (String(state) !== String(isOn ? FuseState.ENABLE : FuseState.DISABLE)) throw new Error(`Fuse ${fuse} of ${binary} is not ${isOn ? 'on' : 'off'}`);
  }
}
