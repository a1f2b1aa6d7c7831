import { StepFailure } from '../contract/failure.ts';
import type { RowProblem, SourceRow } from '../record/source-record.ts';
import { Utf8Pieces } from '../record/utf8-pieces.ts';

/**
 * The first line of a chunk; each further line is the JSON of one row's cells, so that rows can be read one by one and need not all lie in
 * memory. Row numbers count up by one; `lineSteps` is absent where the lines do so too.
 */
interface ChunkHeader {
  readonly version: 2;
  readonly rowCount: number;
  readonly firstRowNo: number;
  readonly firstLine: number;
  /** Line of each row but the first, as the distance from the row before it. */
  readonly lineSteps?: readonly number[];
  /** Index of the row, code, offset. */
  readonly problems?: readonly (readonly [index: number, code: RowProblem['code'], offset?: number])[];
}

/**
 * Writes rows, in source order and without a gap in `rowNo`, as lines of UTF-8 JSON: each as it comes, so that the rows need not all
 * lie in memory. The same rows give the same bytes.
 */
export class ChunkEncoder {
  #rowCount = 0;
  #firstRowNo = 1;
  #firstLine = 1;
  #lastLine = 1;
  #areLinesConsecutive = true;
  readonly #lineSteps: number[] = [];
  readonly #problems: [index: number, code: RowProblem['code'], offset?: number][] = [];
  readonly #pieces: Buffer[] = [];
  readonly #lines = new Utf8Pieces();

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Row number of the first row; 1 where there is none. */
  get firstRowNo(): number {
    return this.#firstRowNo;
  }

  /** @throws RangeError where a row number is missing or out of order. */
  add({ rowNo, line, cells, problem }: SourceRow): void {
    if (this.#rowCount === 0) {
      this.#firstRowNo = rowNo;
      this.#firstLine = line;
    } else {
      const expected = this.#firstRowNo + this.#rowCount;
      if (rowNo !== expected) throw new RangeError(`A chunk has no gap: row ${expected - 1}, then ${rowNo}.`);
      const step = line - this.#lastLine;
      this.#lineSteps.push(step);
      this.#areLinesConsecutive &&= step === 1;
    }
    if (problem) {
      const { code, offset } = problem;
      this.#problems.push(offset === undefined ? [this.#rowCount, code] : [this.#rowCount, code, offset]);
    }
    this.#lastLine = line;
    this.#rowCount += 1;
    this.#keep(this.#lines.add(`\n${JSON.stringify(cells)}`));
  }

  /** The bytes of all rows so far. */
  encode(): Buffer {
    this.#keep(this.#lines.take());
    const header: ChunkHeader = {
      version: 2,
      rowCount: this.#rowCount,
      firstRowNo: this.#firstRowNo,
      firstLine: this.#firstLine,
      ...(this.#areLinesConsecutive ? {} : { lineSteps: this.#lineSteps }),
      ...(this.#problems.length === 0 ? {} : { problems: this.#problems }),
    };
    return Buffer.concat([Buffer.from(JSON.stringify(header)), ...this.#pieces]);
  }

  #keep(piece: Buffer | undefined): void {
    if (piece) this.#pieces.push(piece);
  }
}

/**
 * Reads what {@link ChunkEncoder} wrote, row by row as it is asked for.
 * @throws StepFailure `storageDamaged` on anything else; it never quotes the content.
 */
export function* decodeChunk(bytes: Uint8Array): Generator<SourceRow> {
  const lines = linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  const header = parseHeader(lines.next().value ?? '');
  const problems = new Map(
    header.problems?.map(([index, code, offset]) => [index, offset === undefined ? { code } : { code, offset }]),
  );
  let { firstLine: line } = header;
  let index = 0;
  for (const text of lines) {
    const cells = parseJson(text);
    if (!Array.isArray(cells)) throw unreadable();
    if (index > 0) line += header.lineSteps?.[index - 1] ?? 1;
    const row = { rowNo: header.firstRowNo + index, line, cells };
    const problem = problems.get(index);
    yield problem ? { ...row, problem } : row;
    index += 1;
  }
  if (index !== header.rowCount) throw unreadable();
}

function* linesOf(text: string): Generator<string, undefined> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function parseHeader(text: string): ChunkHeader {
  const header = parseJson(text) as Partial<ChunkHeader> | null;
  if (header?.version !== 2) throw unreadable();
  return header as ChunkHeader;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a person's record: it goes no further.
    throw unreadable();
  }
}

function unreadable(): StepFailure {
  return new StepFailure('storageDamaged', 'A landing chunk is not in a form that this version of Careferry reads.');
}
