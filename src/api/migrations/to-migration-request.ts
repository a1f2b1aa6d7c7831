import { isAbsolute, join, resolve } from 'node:path';
import type { Company } from '../../../db/queries/companies.ts';
import type { BigBangPlan } from '../../contract/big-bang.ts';
import type { MigrationRequest } from '../../contract/migration.ts';
import type { StartMigration } from '../../contract/start-migration-schema.ts';
import { Problem } from '../problem.ts';
import { readTime } from './read-time.ts';

/**
 * Makes of a body what the workflow is asked for.
 * @param sourceRoot see `ApiDependencies.sourceRoot`. That the location lies below it is checked by the worker, which sees the links.
 * @throws Problem where the location cannot be meant.
 */
export function toMigrationRequest(
  body: StartMigration,
  company: Company,
  requestedBy: string,
  sourceRoot: string | undefined,
): MigrationRequest {
  const {
    strategy,
    source,
    preset,
    mapping,
    dateOrder,
    keepUnmapped,
    askAbout,
    autoResolveConflicts,
    pilot,
    phases,
    parallelRun,
    bigBang,
    pace,
  } = body;
  return {
    companyId: company.companyId,
    strategy,
    source: {
      system: source.system,
      location: locate(source.location, company.companyId, sourceRoot),
      ...(source.entities === undefined ? {} : { entities: source.entities }),
      ...(source.headers === undefined ? {} : { headers: source.headers }),
    },
    ...(preset === undefined ? {} : { preset }),
    ...(mapping === undefined ? {} : { mapping }),
    autoApprove: body.autoApprove,
    isDryRun: body.dryRun,
    onDuplicate: body.onDuplicate,
    ...(autoResolveConflicts === undefined ? {} : { autoResolveConflicts }),
    continueOnError: body.continueOnError,
    ...limitErrors(body),
    sliceRows: body.batchSize,
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(keepUnmapped ? { keepUnmapped } : {}),
    ...(askAbout === undefined ? {} : { askAbout }),
    ...(pilot === undefined ? {} : { pilot }),
    ...(phases === undefined ? {} : { phases }),
    ...(parallelRun === undefined ? {} : { parallelRun }),
    ...(bigBang === undefined ? {} : { bigBang: planBigBang(bigBang, company.timeZone) }),
    ...(pace === undefined ? {} : { pace: setPace(pace) }),
    timeZone: body.timeZone ?? company.timeZone,
    ...(body.startAt === undefined ? {} : { startAt: readTime(body.startAt, company.timeZone) }),
    requestedBy,
  };
}

function planBigBang({ finishBy, ...plan }: BigBangPlan, timeZone: string): BigBangPlan {
  return { ...plan, ...(finishBy === undefined ? {} : { finishBy: readTime(finishBy, timeZone) }) };
}

/** What is not named is as usual. */
function setPace({ lanes, rowsPerSecond }: NonNullable<StartMigration['pace']>): MigrationRequest['pace'] {
  return { ...(lanes === undefined ? {} : { lanes }), ...(rowsPerSecond === undefined ? {} : { rowsPerSecond }) };
}

/** To pause on errors is to allow none. */
function limitErrors({ pauseOnErrors, errorLimits = [], onErrorLimit }: StartMigration) {
  const limits = [...(pauseOnErrors ? [{ severity: 'error' as const, count: 0 }] : []), ...errorLimits];
  return limits.length === 0 ? {} : { errorLimits: limits, onErrorLimit };
}

/** The location as the worker needs it. @throws Problem where it cannot be meant. */
export function locate(location: string, companyId: string, sourceRoot: string | undefined): string {
  if (sourceRoot !== undefined) return resolve(join(sourceRoot, companyId), location);
  if (isAbsolute(location)) return location;
  throw new Problem('invalidRequest', 'The request has one mistake; see errors.', {
    errors: [
      {
        pointer: '/source/location',
        code: 'relativePath',
        message: "The location must be an absolute path on the worker's machine.",
      },
    ],
  });
}
