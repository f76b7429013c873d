/** Runs a camera until a code is found or the watcher ends it. Always gives the camera back. */
import { findCode, prepareReader } from './decode.ts';

interface Watcher {
  readonly signal: AbortSignal;
  readonly onLooking: (picturesPerSecond: number) => void;
  readonly onFault: (fault: 'none' | 'denied' | 'broken') => void;
  readonly onCode: (code: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** Pause between two searches, so that other work of the machine is not starved. */
const rest = 60;

export async function watchCamera(video: HTMLVideoElement, watcher: Watcher): Promise<void> {
  const { signal } = watcher;
  let stream: MediaStream | null = null;
  try {
    await prepareReader();
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, height: { ideal: 960 }, facingMode: 'environment' } });
    if (signal.aborted) return;
    video.srcObject = stream;
    await video.play();
    const code = await search(video, watcher);
    if (code !== null) await watcher.onCode(code);
  } catch (error) {
    if (!signal.aborted) watcher.onFault(faultOf(error));
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  }
}

async function search(video: HTMLVideoElement, { signal, onLooking }: Watcher): Promise<Uint8Array<ArrayBuffer> | null> {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('no canvas');
  const begun = performance.now();
  let pictures = 0;
  try {
    while (!signal.aborted) {
      if (video.videoWidth > 0) {
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        pen.drawImage(video, 0, 0);
        const code = await findCode(pen.getImageData(0, 0, canvas.width, canvas.height));
        if (code !== null) return code;
        pictures += 1;
        onLooking(Math.max(1, Math.round((pictures * 1000) / (performance.now() - begun))));
      }
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
    return null;
  } finally {
    // SECURITY: the last picture shows the share.
    canvas.width = 0;
  }
}

function faultOf(error: unknown): 'none' | 'denied' | 'broken' {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : 'broken';
}
