import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { getPath } from 'hono/utils/url';
import { addBackupTasks } from './backups/ask-backup-task.ts';
import { addListBackups } from './backups/list-backups.ts';
import { addReadOperation } from './backups/read-operation.ts';
import { addCodec, allowTemporalUi } from './codec/add-codec.ts';
import type { Api, ApiDependencies, ApiEnv } from './dependencies.ts';
import { addDocs } from './docs/add-docs.ts';
import { logRequests } from './log-requests.ts';
import { addLessons } from './mappings/lessons.ts';
import { addMappingForm } from './mappings/mapping-form.ts';
import { addPresets } from './mappings/presets.ts';
import { addProposeMapping } from './mappings/propose-mapping.ts';
import { addCommands } from './migrations/command-migration.ts';
import { addConflicts } from './migrations/conflicts.ts';
import { addDecideInBulk } from './migrations/decide-in-bulk.ts';
import { addEvents } from './migrations/events.ts';
import { addIntervals } from './migrations/intervals.ts';
import { addListMigrations } from './migrations/list-migrations.ts';
import { addMapping } from './migrations/mapping.ts';
import { addPhases } from './migrations/phases.ts';
import { addQuarantine } from './migrations/quarantine.ts';
import { addReadConflict } from './migrations/read-conflict.ts';
import { addReadMigration } from './migrations/read-migration.ts';
import { addReport } from './migrations/report.ts';
import { addRollback } from './migrations/rollback.ts';
import { addRollbackLines } from './migrations/rollback-lines.ts';
import { addStartMigration } from './migrations/start-migration.ts';
import { addSteps } from './migrations/steer-steps.ts';
import { Problem, respondWithProblem } from './problem.ts';
import { addAudit } from './read-audit.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';
import { requireToken } from './require-token.ts';
import { toProblem } from './to-problem.ts';
import { answerInvalidRequest } from './validation-problem.ts';

// A mapping of a whole system, with its value maps, is the largest body.
const maxBodyBytes = 1024 * 1024;

/**
 * Builds the HTTP API. It translates requests into starts, signals, updates and queries of workflows and into reads of the database,
 * always as the company of the caller's token.
 */
export function createApp(dependencies: ApiDependencies): Api {
  const app: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: answerInvalidRequest,
    getPath: (request) => withoutAlias(getPath(request)),
  });
  const { log } = dependencies;
  app.use(logRequests(log));
  app.use(secureHeaders());
  app.onError((error, c) => {
    const problem = toProblem(error);
    if (problem.kind === 'internal') log.error({ requestId: c.get('requestId'), err: error }, 'failed');
    return respondWithProblem(c, problem);
  });
  app.notFound((c) => respondWithProblem(c, new Problem('notFound', 'There is nothing at this address.')));

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  // Before the token: a browser asks without one whether it may send it.
  allowTemporalUi(app, dependencies);
  app.use(requireToken(dependencies));
  app.use('/api/*', bodyLimit({ maxSize: maxBodyBytes }));

  addStartMigration(app, dependencies);
  addListMigrations(app, dependencies);
  addReadMigration(app, dependencies);
  addEvents(app, dependencies);
  addCommands(app, dependencies);
  addSteps(app, dependencies);
  addDecideInBulk(app, dependencies);
  addConflicts(app, dependencies);
  addReadConflict(app, dependencies);
  addMapping(app, dependencies);
  addPhases(app, dependencies);
  addIntervals(app, dependencies);
  addQuarantine(app, dependencies);
  addReport(app, dependencies);
  addRollback(app, dependencies);
  addRollbackLines(app, dependencies);
  addListBackups(app, dependencies);
  addBackupTasks(app, dependencies);
  addReadOperation(app, dependencies);
  addProposeMapping(app, dependencies);
  addMappingForm(app);
  addPresets(app, dependencies);
  addLessons(app, dependencies);
  addAudit(app, dependencies);
  addCodec(app, dependencies);
  addDocs(app, dependencies);
  refuseOtherMethods(app);
  return app;
}

/** Clients for care homes say `/api/migration/…`; it is the same. */
function withoutAlias(path: string): string {
  return path.replace(/^\/api\/migration(?=\/|$)/, '/api/migrations');
}
