import type { RunningStack } from './stack-description.ts';

/** Thrown where a stack is started on a state directory that another one holds. */
export class StackAlreadyRunning extends Error {
  // Private, so that an error that is logged whole shows no address with a password.
  readonly #running: RunningStack;

  constructor(running: RunningStack) {
    const parts = [
      ['API', running.apiUrl],
      ['Temporal UI', running.temporalUiUrl],
      ['Temporal', running.temporalAddress],
    ].filter(([, address]) => address);
    const where = running.isStarting
      ? 'It is still starting. '
      : parts.map(([part, address]) => `${part}: ${address} . `).join('');
    super(
      `Careferry already runs on ${running.stateDirectory} (process ${running.pid}). ${where}Use that one, stop it, or choose another state directory.`,
    );
    this.name = 'StackAlreadyRunning';
    this.#running = running;
  }

  /** The addresses of the stack that runs. */
  get running(): RunningStack {
    return this.#running;
  }
}
