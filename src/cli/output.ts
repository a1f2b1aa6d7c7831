import type { CliContext } from './context.ts';

/** What a command says: words to people on stderr, one JSON document to programs on stdout. */
export class Output {
  readonly isJson: boolean;
  readonly isTty: boolean;
  readonly #context: CliContext;
  /** Written by `rewrite`, and not ended yet. */
  #openLines = 0;

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

  /** Writes lines that the next ones replace; only where there is a terminal. */
  rewrite(text: string): void {
    this.erase();
    const { columns = 80, rows = 24 } = this.#context.stderr;
    // What is higher than the terminal cannot be taken back.
    const lines = text.split('\n').slice(0, rows - 1);
    this.#context.stderr.write(lines.map((line) => line.slice(0, columns - 1)).join('\n'));
    this.#openLines = lines.length;
  }

  /** Takes back the lines that would be replaced. */
  erase(): void {
    if (this.#openLines === 0) return;
    const up = this.#openLines > 1 ? `\x1b[${this.#openLines - 1}A` : '';
    this.#context.stderr.write(`${up}\r\x1b[J`);
    this.#openLines = 0;
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
    if (this.#openLines > 0) this.#context.stderr.write('\n');
    this.#openLines = 0;
  }
}
