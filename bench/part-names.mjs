/** Names of the parts of the benchmark: known before anything is set up, so that a mistyped one is answered at once. */
export const partNames = /** @type {const} */ (['rehearsal', 'later', 'append', 'verify', 'import', 'start']);

/** The first argument that looks like a part and is none, or undefined. @param {readonly string[]} args */
export function unknownPart(args) {
  return args.find((arg, at) => !arg.startsWith('-') && !(args[at - 1] ?? '').startsWith('--') && !(/** @type {readonly string[]} */ (partNames)).includes(arg));
}
