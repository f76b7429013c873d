import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { currentHost } from './host.ts';

describe('the command line', () => {
  it('names the folders', () => {
    expect(readArguments(['main.js', '--ceremonies=/a', '--room=/b'], false)).toEqual({ ceremonies: '/a', room: '/b' });
    expect(readArguments(['--ceremonies=/a'], true)).toEqual({ ceremonies: '/a', room: null });
    expect(readArguments([], true)).toEqual({ ceremonies: null, room: null });
  });

  it.each([
    '--remote-debugging-port=9222', '--remote-debugging-pipe', '--inspect', '--inspect-brk=0', '--no-sandbox', '--disable-web-security', '--load-extension=/x', '--host-resolver-rules=MAP * 1.2.3.4',
    '--proxy-server=x', '--ignore-certificate-errors', '--js-flags=--expose-gc', '--room=/b', '--ceremonies=', '-r', 'x.js', '',
  ])('a packaged application refuses "%s"', (argument) => {
    expect(() => readArguments([argument], true)).toThrow(expect.objectContaining({ code: 'window.argument' }) as Error);
  });

  it('holds real ceremonies in Electron only, and not where shares would be written to a folder', () => {
    const versions = { ...process.versions, electron: '45.4.1' };
    expect(currentHost({ room: null }, versions)).toBe('electron');
    expect(currentHost({ room: '/b' }, versions)).toBe('shell');
    expect(currentHost({ room: null })).toBe('shell');
  });
});
