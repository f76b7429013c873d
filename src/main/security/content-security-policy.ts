/** The Content Security Policy of every answer (W3C CSP Level 3). Must never gain 'unsafe-inline', 'unsafe-eval', a wildcard or a foreign origin. */

/**
 * Directive -> sources. The page needs: its own script, style and font files, the WebAssembly of the QR reader, and blob: pictures of what was chosen
 * for reading. A directive that falls back to default-src is still written out where a test of its own shows it refusing.
 */
export const contentSecurityPolicy = {
  'default-src': ["'none'"],
  // SECURITY: 'wasm-unsafe-eval' lets WebAssembly compile and nothing else; JavaScript's eval stays refused.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  'worker-src': ["'none'"],
  'frame-src': ["'none'"],
  'object-src': ["'none'"],
  'manifest-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Directive = keyof typeof contentSecurityPolicy;

/** The header's value: `name source source; name source`. No colon follows a name: browsers drop such a directive whole. */
export function policyHeader(policy: Readonly<Record<string, readonly string[]>> = contentSecurityPolicy): string {
  return Object.entries(policy)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
