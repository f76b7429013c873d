/** CEF lines, read back by a reader made from the format's rules: header fields by unescaped pipes, extension by keys. */
import { describe, expect, it, vi } from 'vitest';
import { fewNames, HOSTILE, hostile, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { visible } from '../common/text.ts';
import { cef, cefHeader, cefValue } from './cef.ts';
import { cefLines } from './severities.ts';

vi.mock('../../core/transcript/signature.ts', async (original) => (await import('../../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../core/transcript/signature.ts')>()));

interface Read {
  readonly header: readonly string[];
  readonly extension: ReadonlyMap<string, string>;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

/** Header: seven fields ended by a pipe without a backslash before it; then keys of letters and digits, each before an equals sign without one. */
function readCef(line: string): Read {
  const header: string[] = [];
  let from = 0;
  for (let at = 0; at < line.length && header.length < 7; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '|') {
      header.push(unescaped(line.slice(from, at)));
      from = at + 1;
    }
  }
  const extension = new Map<string, string>();
  const rest = line.slice(from);
  const keys = [...rest.matchAll(/(?:^| )([A-Za-z0-9]+)=/g)].filter((m) => !/\\$/.test(rest.slice(0, m.index + m[0].length - 1)));
  keys.forEach((m, i) => {
    expect(extension.has(m[1]!), m[1]).toBe(false);
    extension.set(m[1]!, unescaped(rest.slice(m.index + m[0].length, keys[i + 1]?.index ?? rest.length)));
  });
  return { header, extension };
}
const linesOf = async (verified: VerifiedTranscript): Promise<readonly Read[]> => (await whole(cef(verified))).trimEnd().split('\n').map(readCef);

describe('CEF', () => {
  it.each(fewNames)('has a line for each entry that matters, with standard keys (%s)', async (name) => {
    const verified = await verifiedOf(name);
    const lines = await linesOf(verified);
    let entries = 0;
    for await (const { event } of verified.entries()) if (cefLines[event.type] !== null) entries++;
    expect(lines).toHaveLength(entries + 1);
    for (const { header, extension } of lines) {
      expect(header.slice(0, 3)).toEqual(['CEF:0', 'Keyrite', 'Keyrite']);
      expect(Number(header[6])).toBeGreaterThanOrEqual(0);
      expect(Number(header[6])).toBeLessThanOrEqual(10);
      expect(extension.get('rt')).toMatch(/^\d{13}$/);
      for (const n of [1, 2, 3, 5, 6]) expect(extension.has(`cs${String(n)}`) && extension.has(`cs${String(n)}Label`)).toBe(true);
      expect([extension.get('cs1'), extension.get('cs2')]).toEqual([verified.transcriptSha256, verified.statementSha256]);
    }
  });

  it('names who acted, and a second who must', async () => {
    const lines = await linesOf(await verifiedOf('generate'));
    const unlocked = lines.find((l) => l.header[4] === 'share.written')!;
    expect([unlocked.extension.get('suser'), unlocked.extension.get('suid')]).toEqual(['Ann One', 'ann']);
    expect(lines.find((l) => l.header[4] === 'key.generated')?.extension.get('cs4')).toBe('root');
  });

  it('gives a compromised key the highest severity', async () => {
    const line = (await linesOf(await verifiedOf('revoke'))).find((l) => l.header[4] === 'key.state-set');
    expect([line?.header[6], line?.extension.get('msg')]).toEqual(['10', expect.stringContaining('compromised')]);
  });

  it('names a rehearsal in every line', async () => {
    for (const { header, extension } of await linesOf(await verifiedOf('generate', 'rehearsal'))) expect([header[5]?.startsWith('REHEARSAL: '), extension.get('cs5')]).toEqual([true, 'rehearsal']);
  });

  it('keeps hostile text in its field: the same lines, the same keys', async () => {
    const verified = { ...(await verifiedOf('revoke')), warnings: [{ rule: 'R-ENV-01', event: 2, found: 'x', means: 'y' }] };
    const bad = await linesOf(hostile(verified));
    expect(bad.map((l) => [...l.extension.keys()])).toEqual((await linesOf(verified)).map((l) => [...l.extension.keys()]));
    expect(bad.every((l) => l.header.length === 7 && l.extension.get('cs6') === visible(HOSTILE))).toBe(true);
    expect(bad[0]?.header[3]).toBe(visible(HOSTILE));
  });

  it.each(['a|b', 'a\\b', 'a\\', '\\|', 'a=b', 'x cs1=forged', 'a\nCEF:0|x', '\r', '|=\\|=\\'])('reads %j back as it was, but for line ends', (text) => {
    const { header, extension } = readCef(`CEF:0|${[1, 2, 3, 4, 5].map(() => cefHeader(text)).join('|')}|1|msg=${cefValue(text)} act=x`);
    expect([header[1], header[5], extension.get('msg'), extension.get('act')]).toEqual([visible(text), visible(text), visible(text).replace(/ cs1=forged$/, ' cs1=forged'), 'x']);
  });
});
