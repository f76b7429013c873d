#!/usr/bin/env node
/** Starts `keyrite`: from its sources in a checkout, from the build in a package. Plain JavaScript, so that any Node from 20 can say what is missing. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { handOver, runtime } from './runtime.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const source = here('../src/cli/keyrite.ts');
const isCheckout = existsSync(source);

if (isCheckout && !existsSync(runtime)) {
  const { setUpOrExit } = await import('../scripts/setup.mjs');
  await setUpOrExit('keyrite');
}
if (!(await handOver(fileURLToPath(import.meta.url)))) {
  const { endQuietlyWhereNobodyReads, keyrite } = await import(pathToFileURL(isCheckout ? source : here('../out/cli/keyrite.js')).href);
  endQuietlyWhereNobodyReads();
  const line = (/** @type {NodeJS.WriteStream} */ stream) => (/** @type {string} */ text) => void stream.write(`${text}\n`);
  process.exitCode = await keyrite(process.argv.slice(2), { out: line(process.stdout), err: line(process.stderr) });
}
