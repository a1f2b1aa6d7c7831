import { createHash, randomUUID } from 'node:crypto';
import { type Migration, type MigrationRequest, migrationWorkflowId } from '../../contract/migration.ts';

/**
 * The id of a migration that is to be started. With an Idempotency-Key it follows from the company and the key, so that a repeat meets
 * the same workflow: UUID version 8 (RFC 9562, 5.8) of a SHA-256.
 */
export function newMigrationId(companyId: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  const hash = createHash('sha256')
    .update(`careferry migration\0${companyId}\0${idempotencyKey}`)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A mark of what was asked for, hex: equal for requests that mean the same, whoever sends them. */
export function fingerprintRequest(request: MigrationRequest): string {
  return createHash('sha256')
    .update(canonicalJson({ ...request, requestedBy: undefined }))
    .digest('hex');
}

/** JSON with sorted properties: PostgreSQL's jsonb does not keep their order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A migration in the moment of its start, before its workflow has done anything. */
export function describeNewMigration(id: string, request: MigrationRequest, startedAt: Date): Migration {
  return {
    id,
    companyId: request.companyId,
    strategy: request.strategy,
    sourceSystem: request.source.system,
    status: request.startAt ? 'scheduled' : 'running',
    step: null,
    progress: { done: 0, total: 0, ratePerSecond: 0, etaSeconds: null },
    ledger: {},
    quality: null,
    findings: 0,
    conflicts: { open: 0, resolved: 0 },
    backupId: null,
    verification: null,
    workflowId: migrationWorkflowId(request.companyId, id),
    isDryRun: request.isDryRun,
    gate: null,
    attention: null,
    failure: null,
    ...(request.startAt ? { startAt: request.startAt } : {}),
    startedAt: startedAt.toISOString(),
    endedAt: null,
  };
}
