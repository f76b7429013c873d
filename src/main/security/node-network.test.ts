import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Runs in a process of its own: what is taken away cannot be given back. Each attempt prints its name and the code it was refused with. */
const attempts = (port: number): string => `
  import { connect, createServer } from 'node:net';
  import { lookup } from 'node:dns/promises';
  import { createSocket } from 'node:dgram';
  import { get } from 'node:http';
  import { connect as tls } from 'node:tls';
  import { refuseNodeNetwork } from ${JSON.stringify(fileURLToPath(new URL('./node-network.ts', import.meta.url)))};
  if (process.argv[2] === 'refuse') refuseNodeNetwork();
  const codeOf = (error) => { for (let at = error; at; at = at.cause) if (at.code === 'window.network') return at.code; return error?.code ?? String(error); };
  const attempt = async (name, act) => console.log(name, await new Promise((resolve) => { try { Promise.resolve(act(resolve)).then((x) => x === 'done' && resolve('worked'), (e) => resolve(codeOf(e))); } catch (e) { resolve(codeOf(e)); } }));
  const wait = (emitter, event, resolve) => { emitter.on(event, () => resolve('worked')); emitter.on('error', (e) => resolve(codeOf(e))); };
  await attempt('fetch', () => fetch('http://127.0.0.1:${port}/').then(() => 'done'));
  await attempt('net', (r) => wait(connect(${port}, '127.0.0.1'), 'connect', r));
  await attempt('http', (r) => wait(get('http://127.0.0.1:${port}/'), 'response', r));
  await attempt('tls', (r) => wait(tls(${port}, '127.0.0.1'), 'connect', r));
  await attempt('listen', (r) => wait(createServer().listen(0, '127.0.0.1'), 'listening', r));
  await attempt('udp', (r) => createSocket('udp4').send('x', ${port}, '127.0.0.1', (e) => r(e ? codeOf(e) : 'worked')));
  await attempt('lookup', () => lookup('localhost').then(() => 'done'));
  process.exit(0);
`;

it('main itself cannot connect, listen, send or look names up (it can without the refusal)', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined).resume();
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const run = async (mode: string): Promise<readonly string[]> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', attempts(port), '--', 'x', mode]);
    return stdout.trim().split('\n');
  };
  const free = await run('free');
  const before = connections;
  const refused = await run('refuse');
  await new Promise((resolve) => server.close(resolve));
  expect(before).toBeGreaterThanOrEqual(3);
  expect(connections).toBe(before);
  expect(free.filter((line) => line.endsWith(' worked')).map((line) => line.split(' ')[0])).toEqual(['fetch', 'net', 'http', 'tls', 'listen', 'udp', 'lookup']);
  expect(refused).toEqual(['fetch', 'net', 'http', 'tls', 'listen', 'udp', 'lookup'].map((name) => `${name} window.network`));
});
