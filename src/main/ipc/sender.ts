/** Who may ask: the main frame of the one window, showing exactly the page. Must never compare less than the whole address. */
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { pageUrl } from '../security/page.ts';

type Frame = Pick<NonNullable<IpcMainInvokeEvent['senderFrame']>, 'url' | 'parent' | 'detached' | 'frameTreeNodeId'>;

/** What of an event is looked at; a forged one in a test has just these. */
export interface Sender {
  readonly sender: unknown;
  readonly senderFrame: Frame | null;
}

/** The window's contents, or null before it is open and after it is closed. */
export type TrustedContents = () => (Pick<WebContents, 'isDestroyed'> & { readonly mainFrame: Pick<Frame, 'frameTreeNodeId'> }) | null;

/**
 * Whether the event came from the page itself.
 * SECURITY: every condition is needed. A frame that navigated away is null; about:blank inherits nothing here, because its address is not the page's;
 * a subframe has a parent and another tree node; hosts alone are never compared (both are empty for file: and about:).
 */
export function isTrustedSender(event: Sender, trusted: TrustedContents): boolean {
  const contents = trusted();
  const frame = event.senderFrame;
  if (contents === null || contents.isDestroyed() || frame === null) return false;
  return (
    event.sender === contents &&
    !frame.detached &&
    frame.parent === null &&
    frame.frameTreeNodeId === contents.mainFrame.frameTreeNodeId &&
    frame.url === pageUrl
  );
}
