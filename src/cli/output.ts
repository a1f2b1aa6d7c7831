import type { CliContext } from './context.ts';

/** What a command says: words to people on stderr, one JSON document to programs on stdout. */
export class Output {
  readonly isJson: boolean;
  readonly isTty: boolean;
  readonly #context: CliContext;
  #hasOpenLine = false;

  constructor(context: CliContext, isJson: boolean) {
    this.#context = context;
    this.isJson = isJson;
    this.isTty = context.stderr.isTTY === true;
  }

  /** Writes lines for a person. */
  say(text: string): void {
    this.#endOpenLine();
    this.#context.stderr.write(`${text}\n`);
  }

  /** Writes a line that the next one replaces; only where there is a terminal. */
  rewrite(line: string): void {
    const width = this.#context.stderr.columns ?? 80;
    this.#context.stderr.write(`\r\x1b[K${line.slice(0, width - 1)}`);
    this.#hasOpenLine = true;
  }

  /** Writes the document of this command where `--json` asks for it. To be called once. */
  document(document: unknown): void {
    this.#endOpenLine();
    if (this.isJson) this.#context.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }

  /** Writes a result that is itself what a script wants, such as a token. */
  plain(text: string): void {
    this.#context.stdout.write(`${text}\n`);
  }

  #endOpenLine(): void {
    if (this.#hasOpenLine) this.#context.stderr.write('\n');
    this.#hasOpenLine = false;
  }
}
