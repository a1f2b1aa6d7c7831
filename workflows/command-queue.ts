import type { AcceptedCommand, CommandName } from '../src/contract/migration.ts';
import { senderOf } from './commands.ts';

/** What people have asked for and were granted, in order, until it is on record. */
export class CommandQueue {
  private waiting: AcceptedCommand[] = [];
  private no: number;

  /** @param no Of the last command before; they are numbered on from there. */
  constructor(no = 0) {
    this.no = no;
  }

  /** Number of the last command. */
  get lastNo(): number {
    return this.no;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** @param command As it was sent. */
  add(name: CommandName, command: unknown): void {
    this.no += 1;
    this.waiting.push({ no: this.no, name, by: senderOf(command) });
  }

  /** The first of them, as many as one activity may be given. */
  take(atMost: number): readonly AcceptedCommand[] {
    return this.waiting.splice(0, atMost);
  }

  /** Those that could not be put on record come first again. */
  putBack(commands: readonly AcceptedCommand[]): void {
    this.waiting = [...commands, ...this.waiting];
  }
}
