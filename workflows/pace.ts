/** Slices under way at once: two processes on two cores are busy with four, while one of each pair waits for the database. */
export const usualLanes = 4;

/** Chunks that one activity works through, unless its time is up before. */
export const chunksAtATime = 4;

/** An activity comes back after this long, so that a pause takes hold in time. */
export const workForMs = 2_000;

/** Each range reads the whole table once, so few large ones are quicker; several all the same, to be compared side by side. */
export function rowsToVerifyAtATime(rows: number): number {
  return Math.min(400_000, Math.max(100_000, Math.ceil(rows / 8)));
}

/** A signal storm must not make one activity's input too large. */
export const decisionsAtATime = 1_000;

/** The same for what people ask for. */
export const commandsAtATime = 1_000;
