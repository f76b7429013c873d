/** Puts the source texts for the two worlds together. The preload file itself is taken as it was built. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { makeCodec } from './codec.ts';
import { makePeer, pageWorld, preloadWorld } from './worlds.ts';

export const preloadWorldName = 'keyrite-preload';
export const names = { send: 'keyriteShellSend', receive: 'keyriteShellReceive' } as const;

/** Sources of the page's world and the preload's. The event names hold a token that no script of the page learns. */
export function pageScripts(preload: string): { readonly page: string; readonly preload: string } {
  const token = randomUUID();
  const options = (me: string, other: string): string => `{ codec: ${makeCodec.toString()}, me: '${me}', other: '${other}', token: '${token}' }`;
  return {
    page: `(${pageWorld.toString()})(${makePeer.toString()}, ${options('page', 'preload')});`,
    preload: `(${preloadWorld.toString()})(${makePeer.toString()}, ${options('preload', 'page')}, ${JSON.stringify(names)}, function (require, module, exports) {\n${readFileSync(preload, 'utf8')}\n});`,
  };
}
