/** Headers of every answer of the own scheme, refusals included. Must never be left off an answer. */
import { policyHeader } from './content-security-policy.ts';

/** Features of the Permissions Policy that the page does not need; the camera reads share sheets. */
const refusedFeatures = [
  'accelerometer', 'autoplay', 'bluetooth', 'clipboard-read', 'clipboard-write', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad', 'geolocation',
  'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get',
  'screen-wake-lock', 'serial', 'storage-access', 'usb', 'web-share', 'window-management', 'xr-spatial-tracking',
] as const;

/** Header name -> value. */
export function securityHeaders(): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policyHeader(),
    'Permissions-Policy': ['camera=(self)', ...refusedFeatures.map((name) => `${name}=()`)].join(', '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-DNS-Prefetch-Control': 'off',
    'Cache-Control': 'no-store',
  };
}
