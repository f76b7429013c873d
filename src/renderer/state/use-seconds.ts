/** Whole seconds since a moment of `performance.now()`, counted on; drives clocks on the screen and nothing else. */
import { useEffect, useState } from 'react';

export function useSecondsSince(at: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - at) / 1000));
}
