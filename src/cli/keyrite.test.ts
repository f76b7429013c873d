import { describe, expect, it } from 'vitest';
import { keyrite } from './keyrite.ts';

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await keyrite(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('keyrite', () => {
  it('names its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string });
  });

  it('lists its commands', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const command of ['plan check FILE', 'rehearse', 'verify BUNDLE']) expect(out).toContain(command);
  });

  it.each([[[]], [['frobnicate']], [['plan']], [['plan', 'burn']], [['constructor']]])('refuses %j with code 2 and says what there is', async (args) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('Usage: keyrite COMMAND');
  });

  it.each([[['verify', '--no-such-option']], [['rehearse', '--no-such-option']], [['plan', 'check']]])('hands %j over, whose own usage it breaks', async (args) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).not.toContain('Usage: keyrite COMMAND');
    expect(err).not.toBe('');
  });
});
