/** Follows a document by the letter: its code blocks, in order, in one shell; and what it says one sees is what is seen. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Block {
  readonly language: string;
  readonly text: string;
}

export interface Seen {
  readonly block: Block;
  readonly out: string;
}

export interface Followed {
  readonly seen: readonly Seen[];
  /** What `cleanUp` printed. */
  readonly after: string;
}

/** Fenced code blocks of a document under `docs/`, in order. */
export function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(new URL(`../../docs/${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, body]) => ({ language: language!, text: body! }));
}

const mark = '@@ end of block @@';

/**
 * Runs the `sh` blocks in one bash that stops at the first failure; a `python` block is saved as `program` where the shell then is. `cleanUp` runs at the
 * end, whatever happens. Throws with all that was printed where a block fails.
 */
export function follow(blocks: readonly Block[], options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly program?: string; readonly cleanUp?: string }): Followed {
  const run = blocks.filter((block) => block.language === 'sh' || block.language === 'python');
  const lines = run.map((block) => {
    const act = block.language === 'sh' ? block.text : `cat > ${options.program ?? ''} <<'@@ end of program @@'\n${block.text}@@ end of program @@\n`;
    return `${act}echo '${mark}'\n`;
  });
  const script = `trap '${options.cleanUp ?? ''}' EXIT\n${lines.join('')}`;
  const result = spawnSync('bash', ['--norc', '-euo', 'pipefail'], { input: script, cwd: options.cwd, env: { ...process.env, ...options.env }, encoding: 'utf8' });
  if (result.error !== undefined) throw result.error;
  const outputs = result.stdout.split(`${mark}\n`);
  if (result.status !== 0 || outputs.length !== run.length + 1) throw new Error(`a block failed:\n${run[outputs.length - 1]?.text ?? ''}\n${result.stdout}\n${result.stderr}`);
  return { seen: run.map((block, i) => ({ block, out: outputs[i]! })), after: outputs.at(-1)! };
}

/** Each `text` block with what was printed by the block before it. */
export function promised(blocks: readonly Block[], seen: readonly Seen[]): readonly { readonly said: string; readonly out: string }[] {
  return blocks.flatMap((block, i) => (block.language === 'text' ? [{ said: block.text, out: seen.find((s) => s.block === blocks[i - 1])?.out ?? '' }] : []));
}
