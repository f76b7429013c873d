/** Puts the contract's functions on `window.keyrite`: one named function a channel and one notification. Must never expose ipcRenderer, a channel by name, or anything else. */
import { contextBridge, ipcRenderer } from 'electron';
import { channels, notification } from '../contract/channels.ts';

/** Wipes this world's own copies of byte arrays once they are on their way: the bridge copied them, and invoke() has serialised them. */
function wipeCopies(request: unknown): void {
  if (request === null || typeof request !== 'object') return;
  for (const value of Object.values(request)) if (value instanceof Uint8Array) value.fill(0);
}

const forward = (channel: string) => (request: unknown): Promise<unknown> => {
  const answer = ipcRenderer.invoke(channel, request);
  wipeCopies(request);
  return answer;
};

contextBridge.exposeInMainWorld('keyrite', {
  ...Object.fromEntries(channels.map((channel) => [channel, forward(channel)])),
  onSnapshot: (listener: (snapshot: unknown) => void) => {
    // SECURITY: the event object stays here; it would give the page the sender.
    const heard = (_event: unknown, snapshot: unknown): void => listener(snapshot);
    ipcRenderer.on(notification, heard);
    return () => {
      ipcRenderer.removeListener(notification, heard);
    };
  },
});
