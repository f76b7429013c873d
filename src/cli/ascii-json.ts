/** JSON for a terminal, in printable ASCII only. */

/** SECURITY: so that a bundle cannot speak to the terminal through C1 controls or marks of direction. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
