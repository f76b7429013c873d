/** Sends snapshots to the window. Must never send to a page that is not exactly ours. */
import type { WebContents } from 'electron';
import type { Snapshot } from '../../contract/snapshot.ts';
import { notification } from '../../contract/channels.ts';
import { pageUrl } from '../security/page.ts';

/** A listener for the desk; drops the snapshot where no window shows the page (it asks for one when it loads). */
export function snapshotSender(contents: () => Pick<WebContents, 'isDestroyed' | 'getURL' | 'send'> | null): (snapshot: Snapshot) => void {
  return (snapshot) => {
    const target = contents();
    if (target === null || target.isDestroyed() || target.getURL() !== pageUrl) return;
    target.send(notification, snapshot);
  };
}
