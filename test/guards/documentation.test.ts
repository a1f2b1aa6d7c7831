import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { parsePreset } from '../../presets/load-preset.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { failures } from '../../src/contract/failure.ts';
import { mappingSchema } from '../../src/mapping/mapping-schema.ts';
import { transitions } from '../../workflows/status.ts';

/** The files that tell the story, one for each question of the README. */
const story = [
  'workflows/big-bang-migration.ts',
  'activities/load-slices.ts',
  'src/record/migrate-record.ts',
  'db/queries/load.ts',
];

/** Read for their own sake by every program, or set for the programs that we start: nothing of ours. */
const ofTheSystem = new Set(['PATH', 'HOME', 'XDG_CACHE_HOME', 'INIT_CWD']);

const read = (file: string) => readFileSync(file, 'utf8');
const pages = ['*.md', 'docs/**/*.md', 'presets/**/*.md'].flatMap((pattern) => globSync(pattern)).sort();
const sources = ['src', 'db', 'workflows', 'activities', 'presets']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`))
  .sort();

/** As GitHub makes the anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, '');
}

/** Links of a page that lead to nothing: `page: target`. */
function deadLinks(page: string, text = read(page)): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    })
    .map((target) => `${page}: ${target}`);
}

/** Rows of the Markdown tables of a text, as trimmed cells. A `\|` is part of a cell. */
function tableRows(text: string): string[][] {
  return [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

/** The text between a heading of the second level and the next. */
function section(page: string, heading: string): string {
  const [, found] = read(page).split(`\n## ${heading}\n`);
  assert.ok(found !== undefined, `${page} has no section '${heading}'`);
  return found.split('\n## ')[0] ?? '';
}

async function helpOf(...command: readonly string[]): Promise<string> {
  let text = '';
  const sink = { write: (part: string) => (text += part) };
  const exitCode = await runCli([...command, '--help'], { env: {}, cwd: '.', stdout: sink, stderr: sink });
  assert.equal(exitCode, 0, `careferry ${command.join(' ')} --help`);
  return text;
}

function commandsIn(help: string): string[] {
  const [, list = ''] = help.split('Commands:\n');
  return [...list.matchAll(/^ {2}([a-z-]+)\b/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

const optionsIn = (help: string) => [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = '']) => name);

/** Calls of `careferry` in a page, one for each line and code span, cut at a comment or a pipe. */
function callsIn(text: string): string[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ');
  const calls = [...joined.matchAll(/npx careferry ([^\n`)#]+)/g)].map(([, call = '']) => call.split(' | ')[0] ?? '');
  return calls.filter((call) => !call.startsWith('COMMAND'));
}

/** Variables that the sources read: `env.NAME`, `{ NAME: … } = env`, and the keys of a schema of the environment. */
function variablesRead(): Set<string> {
  const names = new Set<string>();
  const add = (text: string, pattern: RegExp) => {
    for (const [, name = ''] of text.matchAll(pattern)) names.add(name);
  };
  for (const file of sources) {
    const text = read(file);
    if (!/\benv\b/.test(text)) continue;
    add(text, /\benv\.([A-Z][A-Z0-9_]+)\b/g);
    add(text, /^\s+([A-Z][A-Z0-9_]+): (?:z\.|secret|optional)/gm);
    for (const [, taken = ''] of text.matchAll(/\{([^{}]*)\} = (?:\w+\.)?env\b/g)) add(taken, /\b([A-Z][A-Z0-9_]+):/g);
  }
  return names;
}

/** Exports without a docstring. One stands for all exports that follow it without an empty line. */
function undocumented(file: string, text = read(file)): string[] {
  let isCovered = false;
  let isInside = false;
  return text.split('\n').flatMap((line, index) => {
    const isExport = /^export (?:async )?(?:function\*?|(?:abstract )?class|const) /.test(line);
    if (/^\/\*\*/.test(line)) isCovered = true;
    else if (line === '' && !isInside) isCovered = false;
    if (/^\S.*[{([,=]$/.test(line)) isInside = true;
    else if (/^[)}\]]/.test(line)) isInside = false;
    return isExport && !isCovered ? [`${file}:${index + 1}`] : [];
  });
}

describe('the documentation', () => {
  it('leads from the README to the four files that tell the story', () => {
    const text = read('README.md');
    for (const file of story) {
      assert.ok(existsSync(file), file);
      assert.ok(text.includes(`](${file})`), `the README does not link ${file}`);
    }
  });

  it('has no link that leads to nothing', () => {
    assert.ok(pages.length > 15, 'the pages were found');
    assert.deepEqual(
      pages.flatMap((page) => deadLinks(page)),
      [],
    );
    assert.deepEqual(deadLinks('README.md', 'See [this](docs/nothing.md) and [that](docs/cli.md#nowhere).').length, 2);
  });

  it('names only npm scripts that there are, and all of them', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/npm (?:run (?:-s )?([a-z:]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? ''),
    );
    assert.deepEqual([...new Set(named)].sort(), Object.keys(scripts).sort());
  });

  it('names only commands and options that the command line has, and all of them', async () => {
    const commands = commandsIn(await helpOf());
    const manual = read('docs/cli.md');
    const help = new Map<string, string>();
    for (const name of commands) {
      const text = await helpOf(name);
      const parts = ['company', 'backup', 'map'].includes(name) ? commandsIn(text) : [];
      help.set(name, [text, ...(await Promise.all(parts.map((part) => helpOf(name, part))))].join('\n'));
      assert.match(manual, new RegExp(`careferry ${name}\\b`), `docs/cli.md lacks the command ${name}`);
    }
    const isStrange = (call: string) => {
      const known = optionsIn(help.get(call.split(/\s/)[0] ?? '') ?? '');
      return known.length === 0 || (call.match(/--[a-z-]+/g) ?? []).some((option) => !known.includes(option));
    };
    assert.deepEqual(
      pages.flatMap((page) => callsIn(read(page)).filter(isStrange)),
      [],
    );
    assert.deepEqual(['status JOB --wait', 'status JOB --now', 'fly JOB'].map(isStrange), [false, true, true]);
    for (const option of [...help.values()].flatMap(optionsIn))
      assert.ok(option === '--help' || manual.includes(option), `docs/cli.md lacks ${option}`);
  });

  it('lists every variable of the environment that is read, and no other', () => {
    const listed = tableRows(section('docs/operations.md', 'Environment')).flatMap(
      ([variable = '']) => /^`([A-Z][A-Z0-9_]+)`$/.exec(variable)?.[1] ?? [],
    );
    const found = [...variablesRead()].filter((name) => !ofTheSystem.has(name));
    assert.deepEqual(listed.toSorted(), found.sort());
  });

  it('says of every failure of a step whether it may pass, where it leads and what to do', () => {
    const consequence = { attention: 'attention', compensate: 'undo', restage: 'restage', refuse: 'refuse' };
    const expected = Object.entries(failures).map(([type, { retry, leadsTo, remedy }]) => [
      `\`${type}\``,
      retry ? 'yes' : 'no',
      consequence[leadsTo],
      remedy,
    ]);
    const rows = tableRows(section('docs/operations.md', 'When a step needs attention')).slice(2);
    assert.deepEqual(rows, expected);
  });

  it('has the table of statuses that the workflows follow', () => {
    const rows = tableRows(section('docs/concepts.md', 'Statuses')).slice(2);
    assert.deepEqual(
      rows,
      transitions.map(([from, to, cause]) => [`\`${from}\``, `\`${to}\``, cause]),
    );
  });

  it('explains every code that an issue of a record can have', () => {
    const families =
      'row|required|text|date|datetime|nhsNumber|phone|email|postcode|number|money|optics|sphere|axis|enum|boolean|' +
      'split|lookup|dateFormat|unit|notation';
    const code = new RegExp(`'((?:${families}|visualAcuity)\\.[a-zA-Z]+)'`, 'g');
    const codes = sources
      .filter((file) => file.startsWith('src/record/'))
      .flatMap((file) => [...read(file).matchAll(code)].map(([, name = '']) => name));
    const manual = read('docs/cleaning.md');
    assert.ok(codes.length > 30, 'the codes were found');
    assert.deepEqual(
      [...new Set(codes)].filter((name) => !manual.includes(`\`${name}\``)),
      [],
    );
  });

  it('shows a preset and a mapping that are ones', () => {
    const [preset = '', mapping = ''] = [...read('docs/mapping-and-presets.md').matchAll(/^```json\n(.*?)^```/gms)].map(
      ([, text = '']) => text,
    );
    assert.equal(parsePreset(preset, 'the example').name, 'lumen');
    assert.ok(mappingSchema.safeParse(JSON.parse(mapping)).success);
  });

  it('has the layout of the README in step with the architecture test', () => {
    const rows = tableRows(section('README.md', 'Layout'));
    const rule = /folder: '([^']+)\/',\s+files: (?:\[([^\]]*)\]|anything)/g;
    const rules = [...read('test/guards/architecture.test.ts').matchAll(rule)];
    assert.ok(rules.length > 10, 'the rules were found');
    for (const [, folder = '', files = "'anything'"] of rules) {
      const row = rows.find(([name = '']) => name.split(', ').includes(`\`${folder}\``));
      assert.ok(row, `the README's layout lacks ${folder}`);
      for (const [, file = ''] of files.matchAll(/'([^']+)'/g))
        assert.ok(
          row[2]?.includes(file.replace(/\/$/, '')),
          `the README does not say that ${folder} may import ${file}`,
        );
    }
  });

  it('is there for every function, class and constant that a file exports', () => {
    const ours = sources.filter((file) => /^(src|db|workflows|activities)\//.test(file) && !isSchemaChange(file));
    assert.deepEqual(
      ours.flatMap((file) => undocumented(file)),
      [],
    );
    assert.deepEqual(
      undocumented('planted.ts', '/** Yes. */\nexport const a = 1;\nexport const b = 2;\n\nexport const c = 3;'),
      ['planted.ts:5'],
    );
  });
});

/** Their file name and their one function, `up`, have the same docstring. */
function isSchemaChange(file: string): boolean {
  return /^db\/schema-changes\/\d/.test(file);
}
