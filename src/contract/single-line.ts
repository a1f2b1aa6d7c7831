import { z } from 'zod';

/** A text of one line. PostgreSQL and file systems refuse some control characters, and a log must not get line breaks from outside. */
export function singleLine(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}*$/u, 'must have no control characters');
}
