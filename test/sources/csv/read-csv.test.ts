import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { StepFailure } from '../../../src/contract/failure.ts';
import { openSource } from '../../../src/sources/open-source.ts';
import { cellsOf, openOnly, readAll, readText, seededRandom, temporaryFile } from '../read-source.ts';

/** The failure that reading the file throws. */
async function failureOf(t: TestContext, content: string): Promise<StepFailure> {
  const path = temporaryFile(t, 'table.csv', content);
  const table = await openOnly(path);
  return readAll(path, table).then(
    () => assert.fail('it was read'),
    (error: unknown) => {
      assert.ok(error instanceof StepFailure);
      return error;
    },
  );
}

test('keeps cells to the byte: signs, leading zeros, blanks', async (t) => {
  const { rows } = await readText(t, 'sphere,phone,code,note\n-1.25,+447700900123,007,  two  \n+0.50,=1+1,00,@x\n');
  assert.deepEqual(cellsOf(rows), [
    ['-1.25', '+447700900123', '007', '  two  '],
    ['+0.50', '=1+1', '00', '@x'],
  ]);
});

test('numbers rows and names the line at which each begins, over blank lines and line breaks in cells', async (t) => {
  const { rows } = await readText(t, '\n\nid,note\n1,"a\nb"\n\n,,\n2,c\n');
  assert.deepEqual(
    rows.map(({ rowNo, line }) => [rowNo, line]),
    [
      [1, 4],
      [2, 8],
    ],
  );
});

test('names are only names, even those of an object prototype, and are made unique', async (t) => {
  const { table, rows } = await readText(t, '__proto__,constructor,Phone,Phone,,Phone_2\na,b,c,d,e,f\n');
  assert.deepEqual(table.columns, ['__proto__', 'constructor', 'Phone', 'Phone_3', 'column_5', 'Phone_2']);
  assert.deepEqual(cellsOf(rows), [['a', 'b', 'c', 'd', 'e', 'f']]);
});

for (const [name, delimiter] of [
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['bar', '|'],
] as const) {
  test(`finds the delimiter ${name} among texts and decimals that hold the others`, async (t) => {
    const row = (cells: string[]) => `${cells.join(delimiter)}\n`;
    const others = [',', ';', '\t', '|'].filter((other) => other !== delimiter).join(' ');
    const lines = Array.from({ length: 40 }, (_, index) => row([`${index}`, `see ${others}`, `"${delimiter}"`, '']));
    const { table, rows } = await readText(t, row(['id', 'note', 'quoted', 'last']) + lines.join(''));
    assert.equal(table.columns.length, 4);
    assert.deepEqual(rows[7]?.cells, ['7', `see ${others}`, delimiter, '']);
    assert.ok(rows.every((each) => each.problem === undefined));
  });
}

test('takes a semicolon for the delimiter where every number has a decimal comma', async (t) => {
  const { rows } = await readText(t, 'left;right\n1,25;2,50\n-0,75;1,00\n');
  assert.deepEqual(cellsOf(rows), [
    ['1,25', '2,50'],
    ['-0,75', '1,00'],
  ]);
});

test('honours the first line that Excel writes to name the delimiter', async (t) => {
  const { table, rows } = await readText(t, 'sep=;\r\nid;name\r\n1;a,b\r\n');
  assert.deepEqual(table.columns, ['id', 'name']);
  assert.deepEqual(rows, [{ rowNo: 1, line: 3, cells: ['1', 'a,b'] }]);
});

test('reads apostrophes as quotes only where every name stands in them', async (t) => {
  const quoted = await readText(t, `'id','name'\n'1','a, b'\n`);
  assert.deepEqual(cellsOf(quoted.rows), [['1', 'a, b']]);
  const plain = await readText(t, `id,name\n1,'tis\n2,O'Connor'\n`);
  assert.deepEqual(cellsOf(plain.rows), [
    ['1', "'tis"],
    ['2', "O'Connor'"],
  ]);
});

test('reads backslash escapes only where they are used', async (t) => {
  const escaped = await readText(t, 'id,note\n1,"say \\"hi\\", please"\n2,"x"\n');
  assert.deepEqual(cellsOf(escaped.rows)[0], ['1', 'say "hi", please']);
  const path = await readText(t, 'id,path,note\n1,"C:\\data\\","x, y"\n2,"D:\\","z"\n');
  assert.deepEqual(cellsOf(path.rows)[0], ['1', 'C:\\data\\', 'x, y']);
  assert.equal(path.rows[0]?.problem, undefined);
});

test('reads the line ends of the old Macintosh', async (t) => {
  const { table, rows } = await readText(t, 'id,name\r1,"a\rb"\r2\r3,c\r');
  assert.deepEqual(table.columns, ['id', 'name']);
  assert.deepEqual(
    rows.map(({ line, cells }) => [line, ...cells]),
    [
      [2, '1', 'a\rb'],
      [4, '2', ''],
      [5, '3', 'c'],
    ],
  );
});

test('leaves a lone carriage return in a cell where lines end with line feeds', async (t) => {
  const { rows } = await readText(t, 'id,note\r\n1,a\rb\r\n2,c\r\n');
  assert.deepEqual(cellsOf(rows), [
    ['1', 'a\rb'],
    ['2', 'c'],
  ]);
});

test('drops blank cells beyond the header and keeps filled ones with a problem', async (t) => {
  const { rows } = await readText(t, 'id,name\n1,a, ,\n2,b,,extra\n');
  assert.deepEqual(rows[0]?.cells, ['1', 'a']);
  assert.deepEqual(rows[1], {
    rowNo: 2,
    line: 3,
    cells: ['2', 'b', '', 'extra'],
    problem: { code: 'tooManyCells', offset: 3 },
  });
});

test('fills short rows of an export that leaves trailing blanks away', async (t) => {
  const { table, rows } = await readText(t, 'id,name,phone,note\n1,a,x,y\n2,b\n3,c\n4,d,x,y\n');
  assert.equal(table.format.kind === 'csv' && table.format.dialect.omitsTrailingBlanks, true);
  assert.deepEqual(rows[1], { rowNo: 2, line: 3, cells: ['2', 'b', '', ''] });
});

test('reports short rows that are the two halves of one record', async (t) => {
  const { rows } = await readText(t, 'id,name,address,phone\n1,a,b,c\n2,b,12 High\nStreet,c\n3,c,d,e\n');
  assert.deepEqual(
    rows.map((row) => row.problem?.code),
    [undefined, 'tooFewCells', 'tooFewCells', undefined],
  );
});

test('reports a rare short row in an export whose other rows are full', async (t) => {
  const full = Array.from({ length: 500 }, (_, index) => `${index},a,b,c\n`).join('');
  const { rows } = await readText(t, `id,x,y,z\n${full}500,a\n`);
  assert.deepEqual(rows[500]?.problem, { code: 'tooFewCells', offset: 2 });
});

test('reports a lone cell below a wide table, and half a row at the end of a file that was cut', async (t) => {
  const total = await readText(t, 'id,x,y,z\n1,a\n2,b\n3,c,d,e\nsee the cupboard\n');
  assert.deepEqual(
    total.rows.map((row) => row.problem?.code),
    [undefined, undefined, undefined, 'tooFewCells'],
  );
  const cut = await readText(t, 'id,x,y\n1,a\n2,b\n3,c,d\n4,e');
  assert.deepEqual(cut.rows.at(-1), {
    rowNo: 4,
    line: 5,
    cells: ['4', 'e', ''],
    problem: { code: 'tooFewCells', offset: 2 },
  });
  const half = await readText(t, 'id,x,y\n1,a,b\n2,"hal');
  assert.equal(half.rows.at(-1)?.problem?.code, 'malformedQuotes');
});

test('reports a row whose quotes do not tell its cells apart', async (t) => {
  const { rows } = await readText(t, 'id,name,note\n1,"the "best" room",x\n2,b,c\n');
  assert.deepEqual(
    rows.map((row) => row.problem?.code),
    ['malformedQuotes', undefined],
  );
});

test('leaves the end-of-file mark of DOS out', async (t) => {
  assert.equal((await readText(t, 'id,name\r\n1,a\r\n\u001A')).rows.length, 1);
});

test('an unclosed quote swallows neither 50,000 rows nor the memory: the failure names file and line', async (t) => {
  const full = Array.from({ length: 90_000 }, (_, index) => `${index},plain text without a quote\n`).join('');
  const failure = await failureOf(t, `id,note\n${full}90000,"open\n${full}`);
  assert.equal(failure.type, 'sourceUnreadable');
  assert.match(failure.message, /^table\.csv, line 90002: a quote is opened/);
});

test('an unclosed quote near the beginning is a problem before anything is read', async (t) => {
  const path = temporaryFile(t, 'table.csv', `id,note\n1,"open\n${'2,x\n'.repeat(200_000)}`);
  const { problems } = await openSource(path);
  assert.deepEqual([problems[0]?.code, problems[0]?.place], ['unreadable', 'line 2']);
});

test('a cell of a megabyte is read', async (t) => {
  const letter = 'Dear "Doctor",\n'.repeat(70_000).replaceAll('"', '""');
  const { rows } = await readText(
    t,
    `id,letter\n1,short\n2,"${letter.slice(0, 140_000)}"\n3,"${'x'.repeat(1_000_000)}"\n`,
  );
  assert.equal(rows[2]?.cells[1]?.length, 1_000_000);
});

test('goes on at the end of any batch with the same rows, for 60 random files in every encoding', async (t) => {
  const random = seededRandom(57);
  for (let round = 0; round < 60; round++) {
    const path = temporaryFile(t, 'table.csv', randomFile(random, round));
    const table = await openOnly(path);
    const whole = await readAll(path, table, 1 + Math.floor(random() * 4));
    assert.ok(whole.rows.length > 0);
    let seen = 0;
    for (const [index, from] of whole.positions.entries()) {
      seen = Math.min(whole.rows.length, from.rowNo - 1);
      const rest = await readAll(
        path,
        JSON.parse(JSON.stringify(table)),
        1 + (index % 5),
        JSON.parse(JSON.stringify(from)),
      );
      assert.deepEqual(rest.rows, whole.rows.slice(seen), `round ${round}, batch ${index}`);
    }
    assert.equal(seen, whole.rows.length);
  }
});

/** Rows with quotes, line breaks, damage and missing cells, in one of six encodings. */
function randomFile(random: () => number, round: number): Buffer {
  const pieces = ['a', 'Zoë', 'O’Connor', '"', ',', '\n', '', ' ', '007', '\0'];
  const delimiter = [',', ';', '\t'][round % 3] ?? ',';
  const lineEnd = ['\n', '\r\n', '\r'][Math.floor(round / 3) % 3] ?? '\n';
  const cell = () => {
    const value = Array.from({ length: 3 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    return /["\n,]/.test(value) || random() < 0.2 ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const rows = Array.from({ length: 4 + Math.floor(random() * 25) }, (_, index) => {
    const cells =
      random() < 0.1
        ? []
        : [`${index}`, cell(), cell(), ...(random() < 0.1 ? [] : [cell()]), ...(random() < 0.1 ? ['x'] : [])];
    return cells.join(delimiter);
  });
  const text =
    [['id', 'first', 'second', 'third'].join(delimiter), `0${delimiter}a${delimiter}b${delimiter}c`, ...rows].join(
      lineEnd,
    ) + lineEnd;
  switch (round % 6) {
    case 0:
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 1:
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 2:
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    case 3:
      return Buffer.from(text.replaceAll('’', '\x92'), 'latin1');
    case 4:
      return Buffer.concat([
        Buffer.from(text, 'utf8'),
        Buffer.from(`99${delimiter}Zo`),
        Buffer.from([0xeb, 0x92]),
        Buffer.from(lineEnd),
      ]);
    default:
      return Buffer.from(text, 'utf8');
  }
}
