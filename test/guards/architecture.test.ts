import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';

/** An import that a file makes: of another file of this project, or of a package. `isType` where only types come over. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

interface FolderRule {
  readonly folder: string;
  /** Path beginnings of project files that may be imported, besides the folder itself. */
  readonly files: readonly string[];
  /** Packages that may be imported; `node:` stands for all built-in modules. `*`: any. */
  readonly packages: readonly string[];
  /** What may be imported as types only. */
  readonly typesOf?: readonly string[];
}

const anything: readonly string[] = ['*'];

/** The table "who may import whom" of the README. The first rule whose folder fits a file holds for it. */
const rules: readonly FolderRule[] = [
  { folder: 'src/record/', files: [], packages: ['node:crypto', 'node:buffer', 'libphonenumber-js'] },
  { folder: 'src/mapping/', files: ['src/record/'], packages: ['zod'], typesOf: ['src/contract/'] },
  { folder: 'src/quality/', files: ['src/record/'], packages: [] },
  {
    folder: 'src/sources/',
    files: ['src/record/', 'src/contract/'],
    packages: ['node:', 'csv-parse', 'exceljs', 'yauzl', 'sax', 'saxes'],
  },
  {
    folder: 'src/contract/',
    files: ['src/mapping/mapping-schema.ts'],
    packages: ['zod', '@hono/zod-openapi', '@temporalio/common', 'node:crypto', 'jose'],
    typesOf: ['src/record/'],
  },
  {
    folder: 'src/storage/',
    files: ['src/contract/', 'src/record/utf8-pieces.ts'],
    packages: ['node:', '@aws-sdk/client-s3'],
    typesOf: ['src/record/'],
  },
  { folder: 'src/sample/', files: ['src/record/'], packages: ['node:'] },
  { folder: 'presets/', files: ['src/record/', 'src/mapping/transform-schema.ts'], packages: ['node:', 'zod'] },
  {
    folder: 'db/',
    files: ['src/record/', 'src/contract/'],
    packages: ['node:', 'kysely', 'pg', 'pg-copy-streams'],
    typesOf: ['src/sources/'],
  },
  {
    folder: 'workflows/',
    files: [
      'src/contract/migration.ts',
      'src/contract/failure.ts',
      'src/contract/source-inspection.ts',
      'src/contract/big-bang.ts',
      'src/contract/patches.ts',
      'src/contract/phases.ts',
      'src/contract/parallel-run.ts',
      'src/contract/undo.ts',
      'src/contract/backup.ts',
      'src/contract/mapping.ts',
      'src/contract/conflict.ts',
      'src/contract/completion-notice.ts',
      'src/contract/taken-in.ts',
    ],
    packages: ['@temporalio/workflow'],
    typesOf: ['activities/'],
  },
  {
    folder: 'activities/',
    files: [
      'db/',
      'presets/',
      'src/record/',
      'src/mapping/',
      'src/quality/',
      'src/sources/',
      'src/storage/',
      'src/contract/',
    ],
    packages: ['node:'],
  },
  {
    folder: 'src/api/',
    files: [
      'src/contract/',
      'src/record/time-zone.ts',
      'src/mapping/mapping-schema.ts',
      'src/mapping/diff-mappings.ts',
      'src/mapping/lessons/lessons-of-mapping.ts',
      'db/database.ts',
      'db/queries/',
      'package.json',
    ],
    packages: anything,
    typesOf: ['src/record/'],
  },
  {
    folder: 'src/cli/',
    files: [
      'src/contract/',
      'src/mapping/mapping-schema.ts',
      'src/mapping/diff-mappings.ts',
      'src/mapping/describe-feed.ts',
      'db/database.ts',
      'db/queries/',
      'src/stack/',
      'src/demo/',
    ],
    packages: anything,
    typesOf: ['src/record/'],
  },
  { folder: 'src/stack/', files: anything, packages: anything },
  { folder: 'src/demo/', files: anything, packages: anything },
  {
    folder: 'src/worker/',
    files: ['src/contract/', 'activities/'],
    packages: ['node:', 'zod', 'pino', '@temporalio/', 'nodemailer'],
    typesOf: ['src/storage/'],
  },
  { folder: 'src/', files: anything, packages: anything },
];

/** The places where a pool, a client or a worker may be made, and the only ones that read the environment. */
const mayConnect =
  /^(db\/database\.ts|db\/migrate-to-latest\.ts|src\/stack\/|src\/server\.ts|src\/worker\.ts|src\/worker\/run-workers\.ts)/;
const mayReadEnvironment = /^(src\/stack\/|src\/server\.ts|src\/worker\.ts|src\/cli\/|src\/demo\/|db\/migrate\.ts)/;

const sources = ['src', 'db', 'workflows', 'activities', 'presets']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`))
  .sort();

function importsOf(file: string, text = readFileSync(file, 'utf8')): Import[] {
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(statement)].map((match) => {
    const name = match[3] ?? match[4] ?? '';
    const named =
      /\{([^}]*)\}/
        .exec(match[2] ?? '')?.[1]
        ?.split(',')
        .map((part) => part.trim())
        .filter(Boolean) ?? [];
    const isType = Boolean(match[1]) || (named.length > 0 && named.every((part) => part.startsWith('type ')));
    return { from: file, to: name.startsWith('.') ? normalize(join(dirname(file), name)) : name, isType };
  });
}

function offence(imported: Import): string | null {
  const rule = rules.find(({ folder }) => imported.from.startsWith(folder));
  if (!rule) return null;
  const isFile = sources.includes(imported.to) || /\.(ts|json)$/.test(imported.to);
  const allowed = isFile ? [rule.folder, ...rule.files] : rule.packages;
  const isAllowed = (names: readonly string[]) =>
    names.some((name) => name === '*' || imported.to === name || (/[/:]$/.test(name) && imported.to.startsWith(name)));
  if (isAllowed(allowed) || (imported.isType && isAllowed(rule.typesOf ?? []))) return null;
  return `${imported.from} imports ${imported.to}: ${rule.folder} may not`;
}

describe('the architecture', () => {
  it('lets each folder import what its rule says, and nothing else', () => {
    assert.ok(sources.length > 50, 'the sources were found');
    assert.deepEqual(
      sources
        .flatMap((file) => importsOf(file))
        .map(offence)
        .filter(Boolean),
      [],
    );
  });

  it('would notice an arrow that points the wrong way', () => {
    const planted = (file: string, text: string) => importsOf(file, text).map(offence).filter(Boolean).length;
    assert.equal(planted('src/record/planted.ts', `import { openDatabase } from '../../db/database.ts';`), 1);
    assert.equal(planted('workflows/planted.ts', `import { readFile } from 'node:fs/promises';`), 1);
    assert.equal(planted('workflows/planted.ts', `import { loadSlices } from '../activities/load-slices.ts';`), 1);
    assert.equal(planted('workflows/planted.ts', `import type { LoadResult } from '../activities/load-slices.ts';`), 0);
  });

  it('makes connections, clients and workers only where processes are put together', () => {
    const makers = /new pg\.(Pool|Client)\(|NativeConnection\.connect|Connection\.connect|Worker\.create/;
    assert.deepEqual(
      sources.filter((file) => makers.test(readFileSync(file, 'utf8')) && !mayConnect.test(file)),
      [],
    );
  });

  it('reads the environment only at the edges', () => {
    assert.deepEqual(
      sources.filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')) && !mayReadEnvironment.test(file)),
      [],
    );
  });

  it('sets the company for a transaction only: never for a session', () => {
    const setting = sources.filter((file) => readFileSync(file, 'utf8').includes('app.current_company_id'));
    const readers = [
      'db/queries/company-tables.ts',
      'db/schema-changes/0006-backups.ts',
      'db/schema-changes/0012-claims-and-notices.ts',
      'db/schema-changes/0013-lessons.ts',
      'db/schema-changes/0014-quick-undo.ts',
      'db/schema-changes/0017-undo-by-place.ts',
      'db/schema-changes/0019-quick-load.ts',
      'db/schema-changes/0021-packed-images.ts',
      'db/schema-changes/tenancy.ts',
    ];
    assert.deepEqual(setting, ['db/database.ts', ...readers]);
    for (const file of readers) assert.doesNotMatch(readFileSync(file, 'utf8'), /set_config\('app\.current/);
    assert.match(readFileSync('db/database.ts', 'utf8'), /set_config\('app\.current_company_id', \$1, true\)/);
  });

  it('keeps every source file small enough to be read at once', () => {
    const long = sources.filter(
      (file) => !file.startsWith('src/record/catalogue/') && readFileSync(file, 'utf8').split('\n').length > 300,
    );
    assert.deepEqual(long, []);
  });
});
