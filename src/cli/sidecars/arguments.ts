/** The arguments of the commands about sidecars: options with a value, each once, and one place or two. */

export interface Given {
  readonly places: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** What was given, or a sentence on what is wrong with it. */
export function parseArguments(args: readonly string[], known: readonly string[]): Given | string {
  const places: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('--')) places.push(arg);
    else if (!known.includes(arg)) return `There is no option ${arg}.`;
    else {
      const value = args[++i];
      if (value === undefined || options.has(arg)) return `${arg} needs one value, once.`;
      options.set(arg, value);
    }
  }
  return { places, options };
}

/** A file descriptor from --code-fd, or null where the text is none. */
export function descriptor(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}
