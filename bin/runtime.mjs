/** Which Node runs this project: version 24, brought by the npm package `node`, whatever the machine has. Plain JavaScript for any Node from 20; it installs nothing. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The oldest Node that runs the sources: it erases types by itself, and better-sqlite3's binary ends older ones with a segmentation fault. */
export const oldestNode = 24;

/** Path of the project's own Node; it exists once the npm packages are installed. */
export const runtime = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

/** Whether this very process is new enough to run the sources. */
export function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= oldestNode;
}

/**
 * Runs a program in the foreground on this terminal and answers with its exit code (128 plus the number where a signal ended it).
 * An interrupt reaches the program by itself; this process waits for it to clean up.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, toStderr?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['inherit', options.toStderr ? process.stderr : 'inherit', 'inherit'], env: options.env ?? process.env });
    const wait = () => undefined;
    const end = () => child.kill('SIGTERM');
    process.on('SIGINT', wait).on('SIGTERM', end);
    const done = () => process.off('SIGINT', wait).off('SIGTERM', end);
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1));
    });
  });
}

/**
 * Where this process's Node is too old: runs `script` with this process's arguments on the project's own Node, sets the exit code and
 * answers true. Answers false where this process can go on itself.
 * @param {string} script
 * @returns {Promise<boolean>}
 */
export async function handOver(script) {
  if (isNewEnough()) return false;
  if (!existsSync(runtime)) {
    process.stderr.write(`Keyrite needs Node ${oldestNode} or newer; this is ${process.version}.\n`);
    process.exitCode = 2;
    return true;
  }
  process.exitCode = await runForeground(runtime, [script, ...process.argv.slice(2)]);
  return true;
}
