import type { Forecast } from './migration.ts';

/**
 * How far a forecast was from what came true, as a share of what came true: -0.2 where it was a fifth too short, 0.5 where it was half as long
 * again. Null while that is not known, and where nothing was left to do.
 */
export function forecastError({ etaSeconds, tookSeconds }: Forecast): number | null {
  return tookSeconds === null || tookSeconds <= 0 ? null : (etaSeconds - tookSeconds) / tookSeconds;
}
