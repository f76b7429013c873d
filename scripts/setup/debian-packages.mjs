/** Which Debian packages each command needs, and why. Data only. */

/** @typedef {'keyrite' | 'rehearse' | 'start' | 'test'} Group */
/** @typedef {{ readonly name: string, readonly groups: readonly Group[], readonly why: string }} DebianPackage */

/** @type {readonly Group[]} */
export const groups = ['keyrite', 'rehearse', 'start', 'test'];

/** @type {readonly DebianPackage[]} */
export const debianPackages = [
  { name: 'python3', groups: ['keyrite', 'rehearse', 'start', 'test'], why: 'node-gyp builds pkcs11js with it' },
  { name: 'make', groups: ['keyrite', 'rehearse', 'start', 'test'], why: 'builds pkcs11js' },
  { name: 'g++', groups: ['keyrite', 'rehearse', 'start', 'test'], why: 'builds pkcs11js' },
  { name: 'softhsm2', groups: ['rehearse', 'start', 'test'], why: 'the PKCS#11 module of rehearsals and tests' },
  { name: 'chromium', groups: ['start', 'test'], why: "shows the window where Electron's own binary is not installed" },
  { name: 'opensc', groups: ['test'], why: 'formats the test smartcard (pkcs15-init)' },
  { name: 'opensc-pkcs11', groups: ['test'], why: 'the PKCS#11 module of smartcards' },
  { name: 'pcscd', groups: ['test'], why: 'the smartcard service' },
  { name: 'vsmartcard-vpcd', groups: ['test'], why: 'a smartcard reader without hardware' },
  { name: 'libnss3', groups: ['test'], why: 'softokn, a second PKCS#11 module with other abilities and faults' },
  { name: 'libnss3-tools', groups: ['test'], why: 'sets up a softokn token (certutil)' },
  { name: 'poppler-utils', groups: ['test'], why: 'rasterises sheets with a program that is not ours (pdftoppm)' },
  { name: 'zbar-tools', groups: ['test'], why: 'reads the QR codes of sheets with a program that is not ours (zbarimg)' },
  { name: 'postgresql', groups: ['test'], why: 'the database that bundles are imported into; tests start a private server of their own' },
  { name: 'imagemagick', groups: ['test'], why: 'makes the rotated, cropped and blank pictures that read-back must refuse' },
];
