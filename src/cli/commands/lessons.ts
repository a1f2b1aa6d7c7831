import { type Command, InvalidArgumentError } from 'commander';
import type { LessonAnswer, LessonList } from '../../contract/lesson-schemas.ts';
import { describeFeed } from '../../mapping/describe-feed.ts';
import type { FieldMapping } from '../../record/mapping.ts';
import { type CompanyOptions, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../render/table.ts';

interface LessonsOptions extends CompanyOptions {
  readonly system?: string;
  readonly all?: true;
}

/** Below `careferry map`: `lessons`, `unlearn` and `sharing`. @param addCompany adds `--company-id` and `--json` to a command. */
export function addLessons(registrar: Registrar, map: Command, addCompany: (command: Command) => Command): void {
  addCompany(
    map.command('lessons').description('List what was learned from mappings that people have approved or corrected.'),
  )
    .option('--system <name>', 'of this old system alone')
    .option('--all', 'also what counts no more, with who ended it and why')
    .action((options: LessonsOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.listLessons(options.system, options.all === true);
        output.say(renderLessons(list));
        output.document(list);
        return exitCodes.done;
      }),
    );
  addCompany(map.command('unlearn').description('Let a wrong lesson count no more; it stays on record.'))
    .argument('<lesson>', 'id of the lesson, as `careferry map lessons` shows it', parseId)
    .requiredOption('--reason <text>', 'why, for the record')
    .action((lesson: string, options: CompanyOptions & { readonly reason: string }) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const ended = await api.unlearn(lesson, options.reason);
        output.say(`Unlearned: ${describeLesson(ended)} (${ended.endedBy}: ${ended.endedWhy})`);
        output.document(ended);
        return exitCodes.done;
      }),
    );
  addCompany(
    map.command('sharing').description('Set whether the lessons of the company may count for others, by names alone.'),
  )
    .argument('<on|off>', 'whether they may', parseSwitch)
    .action((shares: boolean, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const answer = await api.setLessonSharing(shares);
        output.say(
          answer.shares
            ? 'Lessons of the company may count for others.'
            : 'No lesson of the company counts for others.',
        );
        output.document(answer);
        return exitCodes.done;
      }),
    );
}

function renderLessons({ shares, lessons }: LessonList): string {
  const rows = lessons.map((lesson) => [
    lesson.id,
    lesson.sourceSystem,
    describeLesson(lesson),
    `${lesson.ground} by ${lesson.taughtBy} on ${lesson.taughtAt.slice(0, 10)}`,
    lesson.endedAt === null ? '' : `ended by ${lesson.endedBy} on ${lesson.endedAt.slice(0, 10)}: ${lesson.endedWhy}`,
  ]);
  const told = shares
    ? 'They may count for other companies, by names alone.'
    : 'They do not count for other companies.';
  return rows.length === 0
    ? 'Nothing was learned yet.'
    : `${renderTable([['id', 'system', 'lesson', 'from', ''], ...rows])}\n\n${told}`;
}

/** `PATIENTS > TEL_2 feeds patients.mobilePhone`, with how where it is not as it is. */
function describeLesson({ table, header, entity, field, feed }: LessonAnswer): string {
  const columns: readonly string[] = feed.columns ?? [header];
  const how = describeFeed({
    ...(feed as Pick<FieldMapping, 'separator' | 'transforms'>),
    field: field ?? '',
    columns,
  });
  const told = field === null ? 'feeds nothing' : `feeds ${entity}.${field}`;
  return `${table} > ${header} ${told}${field === null || how === header ? '' : ` (${how})`}`;
}

function parseId(text: string): string {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text))
    throw new InvalidArgumentError('It is no id of a lesson.');
  return text;
}

function parseSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('It is on or off.');
  return text === 'on';
}
