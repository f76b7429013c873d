/** How set-up speaks: one line at a time on standard error, so that a command's own output stays clean. */

/** Something is missing that set-up cannot or may not bring; the message says what to do. */
export class SetUpStopped extends Error {}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}
