/** The one page of the application and its address. Must never be derived from anything that arrives at run time. */

export const scheme = 'app';
export const host = 'keyrite';
export const origin = `${scheme}://${host}` as const;
/** The only address a window shows and the only one whose requests are heard. Compared whole: host, path, no query, no fragment. */
export const pageUrl = `${origin}/index.html` as const;

/** Whether `url` is something the application itself serves. */
export function isOwn(url: string): boolean {
  return url.startsWith(`${origin}/`);
}
