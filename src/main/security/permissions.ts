/** Decides what the page may ask of the machine: the camera's picture, nothing else. Must never answer yes to a name it does not know. */
import type { Session, WebContents } from 'electron';
import { logRefusal } from '../app/log.ts';
import { origin, pageUrl } from './page.ts';

interface Asked {
  readonly isMainFrame: boolean;
  readonly requestingUrl?: string | undefined;
  readonly securityOrigin?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly mediaTypes?: readonly string[] | undefined;
}

const sameOrigin = (value: string | undefined): boolean => value === undefined || value === origin || value === `${origin}/`;

/** For a request: the camera, alone, from the page itself. SECURITY: a request that names no media type, or audio beside video, is refused. */
export function mayUse(permission: string, asked: Asked): boolean {
  const types = asked.mediaTypes ?? [];
  return permission === 'media' && asked.isMainFrame && asked.requestingUrl === pageUrl && sameOrigin(asked.securityOrigin) && types.length === 1 && types[0] === 'video';
}

/** For a check, which Chromium makes before it asks, and when it lists devices. */
export function mayHave(permission: string, requestingOrigin: string, asked: Asked): boolean {
  return (
    permission === 'media' && asked.isMainFrame && asked.mediaType === 'video' && requestingOrigin !== '' && sameOrigin(requestingOrigin) &&
    sameOrigin(asked.securityOrigin) && (asked.requestingUrl === undefined || asked.requestingUrl === pageUrl)
  );
}

type PermissionSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'setBluetoothPairingHandler' | 'setDisplayMediaRequestHandler'
>;

/** Registers the decisions on one session. `trusted` is the window's contents. Device choosers (USB, HID, serial) have no listener: Electron then cancels them. */
export function restrictPermissions(session: PermissionSession, trusted: () => WebContents | null): void {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const granted = contents === trusted() && mayUse(permission, details);
    if (!granted) logRefusal('window.permission', { permission });
    callback(granted);
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) => {
    // Chromium checks often and silently: refusals of a check are not logged.
    return contents !== null && contents === trusted() && mayHave(permission, requestingOrigin, details);
  });
  session.setDevicePermissionHandler((details) => {
    logRefusal('window.permission', { permission: details.deviceType });
    return false;
  });
  session.setBluetoothPairingHandler((_details, callback) => {
    logRefusal('window.permission', { permission: 'bluetooth' });
    callback({ confirmed: false });
  });
  session.setDisplayMediaRequestHandler((_request, callback) => {
    logRefusal('window.permission', { permission: 'display-capture' });
    callback(null);
  });
}
