import { createRoute, z } from '@hono/zod-openapi';
import { findCompany } from '../../../db/queries/companies.ts';
import { endLesson, findLesson, listLessons, readSharing, setSharing } from '../../../db/queries/lessons.ts';
import type { Lesson } from '../../contract/lesson.ts';
import {
  type LessonAnswer,
  lessonListSchema,
  lessonSchema,
  lessonSharingSchema,
  unlearnSchema,
} from '../../contract/lesson-schemas.ts';
import { singleLine } from '../../contract/single-line.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { unknownCompany } from '../migrations/unknown-company.ts';
import { Problem } from '../problem.ts';

const securedLessons = { tags: ['lessons'], security: [{ bearerAuth: [] }] };
const body = <Schema extends z.ZodType>(schema: Schema) => ({ content: json(schema, '').content, required: true });
const bodyProblems = ['malformedRequest', 'invalidRequest', 'tooLarge', 'unsupportedMediaType'] as const;

const list = createRoute({
  ...securedLessons,
  method: 'get',
  path: '/api/mappings/lessons',
  operationId: 'listLessons',
  summary: 'What was learned from the mappings that people of the company have approved or corrected',
  request: {
    query: z.strictObject({
      system: singleLine(255).optional().openapi({ description: 'Of this source system alone.' }),
      ended: z.enum(['true', 'false']).default('false').openapi({ description: 'Also what counts no more.' }),
      limit: z.coerce.number().int().min(1).max(1000).default(1000).openapi({ description: 'At most so many.' }),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0).openapi({ description: 'After so many.' }),
    }),
  },
  responses: {
    200: json(lessonListSchema, 'The lessons, by system, table and column.'),
    ...problems('invalidRequest', 'unknownCompany'),
  },
});

const unlearn = createRoute({
  ...securedLessons,
  method: 'post',
  path: '/api/mappings/lessons/{lessonId}/unlearn',
  operationId: 'unlearnLesson',
  summary: 'Let a wrong lesson count no more, neither for the company nor for others; it stays on record',
  request: {
    params: z.object({
      lessonId: z.uuid().openapi({ param: { name: 'lessonId', in: 'path' }, description: 'Id of the lesson.' }),
    }),
    body: body(unlearnSchema),
  },
  responses: {
    200: json(lessonSchema, 'The lesson as it ended; one that had ended before stays as it was.'),
    ...problems(...bodyProblems, 'notFound'),
  },
});

const share = createRoute({
  ...securedLessons,
  method: 'put',
  path: '/api/mappings/lessons/sharing',
  operationId: 'setLessonSharing',
  summary: 'Set whether the lessons of the company may count for others, by names alone',
  request: { body: body(lessonSharingSchema) },
  responses: {
    200: json(lessonSharingSchema, 'How it is from now on.'),
    ...problems(...bodyProblems, 'unknownCompany'),
  },
});

/** `GET /api/mappings/lessons`, `POST …/{lessonId}/unlearn` and `PUT …/sharing`. */
export function addLessons(app: Api, { database }: ApiDependencies): void {
  app.openapi(list, async (c) => {
    const { companyId } = c.var.caller;
    const { system, ended, limit, offset } = c.req.valid('query');
    const answer = await database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        const filter = { sourceSystem: system, withEnded: ended === 'true', limit, offset };
        return { shares: await readSharing(tx), lessons: await listLessons(tx, filter) };
      },
      { isReadOnly: true },
    );
    return c.json({ ...answer, lessons: answer.lessons.map(toAnswer) }, 200);
  });
  app.openapi(unlearn, async (c) => {
    const { companyId, who } = c.var.caller;
    const { lessonId } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const lesson = await database.withCompany(
      companyId,
      async (tx) => (await endLesson(tx, lessonId, { by: who, reason })) ?? findLesson(tx, lessonId),
    );
    if (!lesson) throw new Problem('notFound', 'There is no such lesson.');
    return c.json(toAnswer(lesson), 200);
  });
  app.openapi(share, async (c) => {
    const { companyId, who } = c.var.caller;
    const { shares } = c.req.valid('json');
    await database.withCompany(companyId, async (tx) => {
      if (!(await findCompany(tx))) throw unknownCompany(companyId);
      await setSharing(tx, shares, who);
    });
    return c.json({ shares }, 200);
  });
}

function toAnswer({ tableKey: _, headerKey: __, feed, taughtAt, endedAt, ...lesson }: Lesson): LessonAnswer {
  const ended = endedAt && new Date(endedAt).toISOString();
  return { ...lesson, feed: { ...feed }, taughtAt: new Date(taughtAt).toISOString(), endedAt: ended };
}
