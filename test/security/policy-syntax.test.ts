/** The policy as a browser reads it (W3C CSP Level 3 section 2.2.1): a wrong character makes a directive, or the whole policy, vanish without a word. */
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, policyHeader } from '../../src/main/security/content-security-policy.ts';
import { securityHeaders } from '../../src/main/security/headers.ts';

/** "Parse a serialized CSP": split on ;, strip ASCII whitespace, the name ends at the first whitespace, the first of a name wins. */
function parsePolicy(text: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, readonly string[]>();
  for (const token of text.split(';')) {
    const [name, ...values] = token.trim().split(/[\t\n\f\r ]+/);
    if (name === undefined || name === '' || directives.has(name.toLowerCase())) continue;
    directives.set(name.toLowerCase(), values);
  }
  return directives;
}

/** Directives of CSP Level 3 and Trusted Types that Chromium knows. */
const known = new Set([
  'default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem', 'style-src-attr', 'img-src', 'font-src', 'connect-src', 'media-src',
  'worker-src', 'frame-src', 'child-src', 'object-src', 'manifest-src', 'base-uri', 'form-action', 'frame-ancestors', 'sandbox', 'require-trusted-types-for', 'trusted-types',
]);

describe('the content security policy', () => {
  const parsed = parsePolicy(policyHeader());

  it('reads back as exactly the table', () => {
    expect(Object.fromEntries(parsed)).toEqual(contentSecurityPolicy);
  });

  it('has only directive names that browsers know', () => {
    expect([...parsed.keys()].filter((name) => !known.has(name))).toEqual([]);
  });

  it('allows no inline code, no eval, no wildcard, no data: address and no foreign origin', () => {
    const allowed = new Set(["'none'", "'self'", "'wasm-unsafe-eval'", "'script'", 'blob:']);
    expect([...parsed.values()].flat().filter((source) => !allowed.has(source))).toEqual([]);
    expect(parsed.get('script-src')).not.toContain('blob:');
    expect(parsed.get('default-src')).toEqual(["'none'"]);
  });

  it("says 'none' alone where it says it", () => {
    for (const [name, values] of parsed) expect(values.includes("'none'") && values.length > 1, name).toBe(false);
  });

  it('would be seen to fail with a colon after a name', () => {
    const wrong = parsePolicy(policyHeader().replaceAll(/(^|; )([a-z-]+) /g, '$1$2: '));
    expect([...wrong.keys()].filter((name) => known.has(name))).toEqual([]);
  });

  it('is on every answer, with the camera as the only feature', () => {
    const headers = securityHeaders();
    expect(headers['Content-Security-Policy']).toBe(policyHeader());
    const features = headers['Permissions-Policy']!.split(', ');
    expect(features[0]).toBe('camera=(self)');
    expect(features.slice(1).filter((feature) => !feature.endsWith('=()'))).toEqual([]);
  });
});
