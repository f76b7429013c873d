/** How Electron's fuses are set in the package: what the product does not need is burnt out of its binary. Data only. */
import { FuseV1Options } from '@electron/fuses';

/** SECURITY: each is a way into the process that no setting can open again once it is off. All are named: a new one fails the packaging. */
export const fuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Electron checks the archive's digest on macOS and Windows only; on Linux the package's own signature has to say it.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The window's files come by the application's own scheme; file: needs no privilege.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // How V8 bounds WebAssembly memory; the QR and PDF readers are WebAssembly.
  [FuseV1Options.WasmTrapHandlers]: true,
};
