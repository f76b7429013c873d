/** Own schemes cannot be served through CDP: app://HOST/… is shown to Chromium as https://HOST.invalid/… (RFC 6761: never resolves). Main sees only app://. */

const schemes = new Set<string>();
const suffix = '.invalid';

/** Registered as privileged: standard and secure. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/s.exec(url);
  if (match === null || !schemes.has(match[1]!)) return url;
  return `https://${match[2]!}${suffix}${match[3]! === '' ? '/' : match[3]!}`;
}

export function fromChromium(url: string): string {
  const match = /^https:\/\/([^/?#]*)\.invalid(?=[/?#]|$)(.*)$/s.exec(url);
  const [scheme] = schemes;
  return match === null || scheme === undefined ? url : `${scheme}://${match[1]!}${match[2]!}`;
}
