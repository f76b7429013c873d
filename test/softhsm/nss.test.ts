/** The shared suite on NSS softokn, which lacks much: what is missing must be reported missing. */
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import type { Module } from './hsm-suite.ts';
import { describeHsm, USER_PIN } from './hsm-suite.ts';
import { describePackages } from './package-suite.ts';
import { bytes, createNss, scratchFolder, workerSource } from './soft-token.ts';

const folder = scratchFolder();
afterAll(() => folder.remove());
let number = 0;

const nss: Module = {
  name: 'NSS softokn',
  open: async () => {
    const hsm = openHsm(createNss(join(folder.path, String(++number)), USER_PIN), forkWorker(workerSource));
    await hsm.login(bytes(USER_PIN));
    return hsm;
  },
  expected: {
    keyTypes: ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'],
    keyWrapPad: 'CKM_AES_KEY_WRAP_KWP',
    unwrapsPrivateKeys: false,
    ecdsa: true,
    cmac: true,
    dataObjects: false,
    random: true,
    trustedWrapping: 'unknown',
    wrapNonExtractable: 'allowed',
  },
  local: 'false',
  oaepSha256: true,
};

describeHsm(nss);
describePackages(nss);
