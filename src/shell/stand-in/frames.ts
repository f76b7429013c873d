/** The page's frames and script contexts as CDP reports them, so that a request's sender can be told. */
import type { WebFrameMain } from 'electron';
import { fromChromium } from './addresses.ts';
import { followEvent } from './link.ts';
import { preloadWorldName } from './page-scripts.ts';

export type Frame = Pick<WebFrameMain, 'url' | 'parent' | 'detached' | 'frameTreeNodeId'>;
interface Known {
  readonly id: string;
  parentId: string | null;
  url: string;
  detached: boolean;
  readonly node: number;
  readonly facade: Frame;
}

const frames = new Map<string, Known>();
const contexts = new Map<number, { readonly frame: string; readonly preload: boolean }>();
let mainId = '';
let nodes = 0;

function frame(id: string): Known {
  const known = frames.get(id);
  if (known !== undefined) return known;
  const made: Known = {
    id, parentId: null, url: 'about:blank', detached: false, node: ++nodes,
    facade: {
      get url() { return fromChromium(made.url); },
      get parent() { return made.parentId === null ? null : (frame(made.parentId).facade as WebFrameMain); },
      get detached() { return made.detached; },
      get frameTreeNodeId() { return made.node; },
    },
  };
  frames.set(id, made);
  return made;
}

export function followFrames(main: string): void {
  mainId = main;
  frame(main);
  followEvent('Page.frameAttached', (e: { frameId: string; parentFrameId: string }) => void (frame(e.frameId).parentId = e.parentFrameId));
  followEvent('Page.frameNavigated', (e: { frame: { id: string; parentId?: string; url: string } }) => {
    const one = frame(e.frame.id);
    one.url = e.frame.url;
    one.parentId = e.frame.parentId ?? null;
  });
  followEvent('Page.navigatedWithinDocument', (e: { frameId: string; url: string }) => void (frame(e.frameId).url = e.url));
  followEvent('Page.frameDetached', (e: { frameId: string }) => {
    frame(e.frameId).detached = true;
    frames.delete(e.frameId);
  });
  followEvent('Runtime.executionContextCreated', (e: { context: { id: number; name: string; auxData: { frameId: string } } }) =>
    void contexts.set(e.context.id, { frame: e.context.auxData.frameId, preload: e.context.name === preloadWorldName }));
  followEvent('Runtime.executionContextDestroyed', (e: { executionContextId: number }) => void contexts.delete(e.executionContextId));
  followEvent('Runtime.executionContextsCleared', () => contexts.clear());
}

export const isMainFrame = (id: string): boolean => id === mainId;
export const mainFrame = (): Frame => frame(mainId).facade;

/** The frame whose preload spoke, or null where it is gone meanwhile. */
export function frameOfContext(context: number): Frame | null {
  const known = contexts.get(context);
  return known?.preload === true ? (frames.get(known.frame)?.facade ?? null) : null;
}

/** The preload's context in the main frame now. */
export function preloadContext(): number | null {
  for (const [id, context] of contexts) if (context.preload && context.frame === mainId) return id;
  return null;
}
