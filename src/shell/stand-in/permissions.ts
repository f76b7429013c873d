/** Asks main's permission handlers once before a page is loaded and tells Chromium the answers: CDP has no question at the moment of use. */
import type { Session, WebContents } from 'electron';
import type { StandInSession } from './session.ts';

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

/** Chromium's name -> Electron's permission and media type. */
const asked: readonly { readonly name: string; readonly permission: Permission; readonly media?: 'video' | 'audio' }[] = [
  { name: 'camera', permission: 'media', media: 'video' },
  { name: 'microphone', permission: 'media', media: 'audio' },
  { name: 'geolocation', permission: 'geolocation' },
  { name: 'notifications', permission: 'notifications' },
  { name: 'midi', permission: 'midi' },
  { name: 'clipboard-read', permission: 'clipboard-read' },
  { name: 'clipboard-write', permission: 'clipboard-sanitized-write' },
  { name: 'storage-access', permission: 'storage-access' },
  { name: 'local-fonts', permission: 'local-fonts' },
];

/** Names that both the check handler and the request handler allow; without a handler Electron allows, and so does this. */
export async function grantedPermissions(session: StandInSession, contents: WebContents, url: string): Promise<readonly string[]> {
  const origin = `${/^[^:]+:\/\/[^/]*/.exec(url)?.[0] ?? ''}/`;
  const { permissionCheck, permissionRequest } = session.registered;
  const granted: string[] = [];
  for (const { name, permission, media } of asked) {
    const base = { isMainFrame: true, requestingUrl: url };
    const checked = permissionCheck?.(contents, permission, origin, media === undefined ? base : { ...base, securityOrigin: origin, mediaType: media }) ?? true;
    const details = media === undefined ? base : { ...base, securityOrigin: origin, mediaTypes: [media] };
    const allowed = !checked || permissionRequest === null || (await new Promise<boolean>((resolve) => permissionRequest(contents, permission, resolve, details)));
    if (checked && allowed) granted.push(name);
  }
  return granted;
}
