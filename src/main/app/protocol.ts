/** Serves the page's own files under app://keyrite/. Must never read a file that was not in the renderer's folder when the application started. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Protocol } from 'electron';
import { securityHeaders } from '../security/headers.ts';
import { host, isOwn, scheme } from '../security/page.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** URL path -> file, for every regular file of a type the page uses. Links are not followed. */
export function listFiles(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (at: string, path: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const file = join(at, entry.name);
      if (entry.isDirectory()) walk(file, `${path}${entry.name}/`);
      else if (entry.isFile() && extname(entry.name) in types) found.set(`${path}${entry.name}`, file);
    }
  };
  walk(folder, '/');
  return found;
}

function refused(status: 404 | 405): Response {
  return new Response(null, { status, headers: securityHeaders() });
}

/**
 * The answer to one request. SECURITY: the path is looked up whole in the list; it is never joined to a folder, so there is nothing to traverse. Queries,
 * encoded characters and other hosts are simply not in the list.
 */
export async function serve(files: ReadonlyMap<string, string>, request: { readonly url: string; readonly method: string }): Promise<Response> {
  if (request.method !== 'GET') return refused(405);
  const prefix = `${scheme}://${host}`;
  const file = isOwn(request.url) ? files.get(request.url.slice(prefix.length)) : undefined;
  const type = file === undefined ? undefined : types[extname(file)];
  if (file === undefined || type === undefined) return refused(404);
  try {
    const body = new Uint8Array(await readFile(file));
    return new Response(body, { status: 200, headers: { ...securityHeaders(), 'Content-Type': type } });
  } catch {
    return refused(404);
  }
}

/** Before `ready`: a standard, secure scheme, so that 'self', secure context and fetch mean what they mean for https. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** On the window's own session. */
export function serveFiles(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  const files = listFiles(folder);
  protocol.handle(scheme, (request) => serve(files, request));
}
