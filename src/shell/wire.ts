/** What the two processes of the shell say to each other: the launcher, which owns Chromium, and the host, which runs the built main. Data only. */

/** From the host. */
export type FromHost =
  | { readonly kind: 'launch'; readonly switches: readonly string[] }
  | { readonly kind: 'permissions'; readonly origin: string; readonly granted: readonly string[] }
  | { readonly kind: 'cdp'; readonly id: number; readonly method: string; readonly params: object }
  | { readonly kind: 'shown' }
  | { readonly kind: 'probed'; readonly id: number; readonly result?: unknown; readonly error?: string };

/** From the launcher. */
export type FromLauncher =
  | { readonly kind: 'launched' }
  | { readonly kind: 'answer'; readonly id: number; readonly result?: unknown; readonly error?: string }
  | { readonly kind: 'event'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'popup'; readonly url: string }
  | { readonly kind: 'page-closed' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'probe'; readonly id: number; readonly probe: Probe };

/**
 * Calls a handler that main registered with a forged input, where Chromium cannot be made to produce that input faithfully. The answer is the handler's.
 */
export type Probe =
  | { readonly ask: 'request'; readonly url: string; readonly resourceType: string }
  | { readonly ask: 'serve'; readonly url: string; readonly method: string }
  | { readonly ask: 'permission-request'; readonly permission: string; readonly details: object; readonly foreign?: boolean }
  | { readonly ask: 'permission-check'; readonly permission: string; readonly origin: string; readonly details: object; readonly foreign?: boolean }
  | { readonly ask: 'device'; readonly deviceType: string }
  | { readonly ask: 'display-media' }
  | { readonly ask: 'bluetooth-pairing' }
  | { readonly ask: 'certificate' }
  | { readonly ask: 'window-open'; readonly url: string }
  | { readonly ask: 'navigate'; readonly event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect' | 'will-attach-webview'; readonly url: string; readonly isMainFrame: boolean }
  | { readonly ask: 'download' }
  | { readonly ask: 'invoke'; readonly channel: string; readonly args: readonly unknown[]; readonly sender: ForgedSender }
  | { readonly ask: 'settings' };

/** How the sender of a forged request differs from the page. */
export interface ForgedSender {
  readonly contents: 'own' | 'other';
  /** null: the frame has navigated away or is gone. */
  readonly frame: { readonly url: string; readonly subframe: boolean; readonly detached: boolean } | null;
}

/** CDP events that the host follows. */
export const followed = [
  'Fetch.requestPaused', 'Page.frameAttached', 'Page.frameDetached', 'Page.frameNavigated', 'Page.navigatedWithinDocument', 'Page.loadEventFired',
  'Runtime.bindingCalled', 'Runtime.executionContextCreated', 'Runtime.executionContextDestroyed', 'Runtime.executionContextsCleared', 'Inspector.targetCrashed',
] as const;
export type Followed = (typeof followed)[number];
