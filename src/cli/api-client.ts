import type { z } from 'zod';
import {
  type MigrationList,
  migrationListSchema,
  type QuarantinePage,
  quarantinePageSchema,
  type Report,
  type Rollback,
  reportSchema,
  rollbackSchema,
} from '../contract/answer-schemas.ts';
import { type AuditCheck, type AuditPage, auditCheckSchema, auditPageSchema } from '../contract/audit-schemas.ts';
import {
  type BackupList,
  type BackupOperation,
  backupListSchema,
  backupOperationSchema,
} from '../contract/backup-schemas.ts';
import type { approveCommandSchema, cutoverCommandSchema, setPaceCommandSchema } from '../contract/command-schemas.ts';
import type { ConflictRule } from '../contract/conflict.ts';
import {
  type ConflictDetail,
  type ConflictList,
  conflictDetailSchema,
  conflictListSchema,
  type DecisionPage,
  type DecisionTaken,
  decisionPageSchema,
  decisionTakenSchema,
  type previewRuleSchema,
  type RuleMatch,
  type resolveConflictSchema,
  type resolveRuleSchema,
  ruleMatchSchema,
} from '../contract/conflict-schemas.ts';
import {
  type LessonAnswer,
  type LessonList,
  type LessonSharing,
  lessonListSchema,
  lessonSchema,
  lessonSharingSchema,
} from '../contract/lesson-schemas.ts';
import {
  type MappingProposal,
  mappingProposalSchema,
  type ProposeMappingInput,
  type SavedPreset,
  type SavedPresetList,
  savedPresetListSchema,
  savedPresetSchema,
} from '../contract/mapping-proposal-schemas.ts';
import {
  type AmendedMappingAnswer,
  type amendCommandSchema,
  amendedMappingSchema,
  type MappingAsItWas,
  type MappingDiff,
  type MappingList,
  type MappingPreview,
  mappingDiffSchema,
  mappingListSchema,
  mappingPreviewSchema,
  mappingSchema,
  type previewCommandSchema,
} from '../contract/mapping-schemas.ts';
import type { Migration } from '../contract/migration.ts';
import { migrationSchema } from '../contract/migration-schema.ts';
import { type IntervalList, intervalListSchema } from '../contract/parallel-run-schema.ts';
import { type PhaseList, phaseListSchema } from '../contract/phases-schema.ts';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';
import type { UndoPreview } from '../contract/undo.ts';
import {
  type RollbackRequestInput,
  type UndoReport,
  undoPreviewSchema,
  undoReportSchema,
} from '../contract/undo-schemas.ts';
import type { Mapping } from '../record/mapping.ts';
import { ApiUnreachable } from './cli-error.ts';
import { strangeAnswer, toRefusal } from './to-refusal.ts';

/** Names of the commands that change how a migration goes on. */
export type SteeringCommand = 'pause' | 'resume' | 'retry';

/** Those of them that a rollback takes. */
export type RollbackCommand = Exclude<SteeringCommand, 'approve'>;

/** So many conflicts are listed at once. */
export const mostConflicts = 1000;

/** The HTTP API as the commands use it. Every answer is checked against the contract. */
export class ApiClient {
  readonly url: string;
  readonly #token: () => Promise<string>;

  /** @param token gives a bearer token for each request: a long wait outlives a short-lived one. */
  constructor(url: string, token: () => Promise<string>) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  start(body: StartMigrationInput, idempotencyKey: string): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', '', body, { 'idempotency-key': idempotencyKey });
  }
  list(): Promise<MigrationList> {
    return this.#call(migrationListSchema, 'GET', '');
  }
  read(id: string): Promise<Migration> {
    return this.#call(migrationSchema, 'GET', `/${part(id)}`);
  }
  steer(id: string, command: SteeringCommand): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/${command}`);
  }
  undoPhase(id: string, gate: string | undefined): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/undo-phase`, gate === undefined ? {} : { gate });
  }
  approve(id: string, command: z.input<typeof approveCommandSchema>): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/approve`, command);
  }
  skip(id: string, reason: string): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/skip`, { reason });
  }
  setPace(id: string, command: z.input<typeof setPaceCommandSchema>): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/pace`, command);
  }
  phases(id: string): Promise<PhaseList> {
    return this.#call(phaseListSchema, 'GET', `/${part(id)}/phases`);
  }
  mappings(id: string): Promise<MappingList> {
    return this.#call(mappingListSchema, 'GET', `/${part(id)}/mapping`);
  }
  mapping(id: string, version: number): Promise<MappingAsItWas> {
    return this.#call(mappingSchema, 'GET', `/${part(id)}/mapping/${version}`);
  }
  compareMappings(id: string, from: number, to: number): Promise<MappingDiff> {
    return this.#call(mappingDiffSchema, 'GET', `/${part(id)}/mapping/diff?from=${from}&to=${to}`);
  }
  amendMapping(id: string, command: z.input<typeof amendCommandSchema>): Promise<AmendedMappingAnswer> {
    return this.#call(amendedMappingSchema, 'POST', `/${part(id)}/mapping`, command);
  }
  previewMapping(id: string, command: z.input<typeof previewCommandSchema>): Promise<MappingPreview> {
    return this.#call(mappingPreviewSchema, 'POST', `/${part(id)}/mapping/preview`, command);
  }
  intervals(id: string, limit: number): Promise<IntervalList> {
    return this.#call(intervalListSchema, 'GET', `/${part(id)}/intervals?limit=${limit}`);
  }
  cutOver(id: string, command: z.input<typeof cutoverCommandSchema>): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/cutover`, command);
  }
  cancel(id: string, rollback: boolean): Promise<Migration> {
    return this.#call(migrationSchema, 'POST', `/${part(id)}/cancel`, { rollback });
  }
  conflicts(id: string, rule: ConflictRule): Promise<ConflictList> {
    const query = new URLSearchParams({ limit: String(mostConflicts), ...rule });
    return this.#call(conflictListSchema, 'GET', `/${part(id)}/conflicts?${query}`);
  }
  conflict(id: string, conflictId: string): Promise<ConflictDetail> {
    return this.#call(conflictDetailSchema, 'GET', `/${part(id)}/conflicts/${part(conflictId)}`);
  }
  resolve(id: string, conflictId: string, decision: z.input<typeof resolveConflictSchema>): Promise<DecisionTaken> {
    return this.#call(decisionTakenSchema, 'POST', `/${part(id)}/conflicts/${part(conflictId)}`, decision);
  }
  previewRule(id: string, command: z.input<typeof previewRuleSchema>): Promise<RuleMatch> {
    return this.#call(ruleMatchSchema, 'POST', `/${part(id)}/conflicts/preview`, command);
  }
  resolveRule(id: string, command: z.input<typeof resolveRuleSchema>): Promise<RuleMatch> {
    return this.#call(ruleMatchSchema, 'POST', `/${part(id)}/conflicts/resolve`, command);
  }
  decisions(id: string, limit: number, offset: number): Promise<DecisionPage> {
    return this.#call(decisionPageSchema, 'GET', `/${part(id)}/decisions?limit=${limit}&offset=${offset}`);
  }
  quarantine(id: string, limit: number, offset: number): Promise<QuarantinePage> {
    return this.#call(quarantinePageSchema, 'GET', `/${part(id)}/quarantine?limit=${limit}&offset=${offset}`);
  }
  report(id: string): Promise<Report> {
    return this.#call(reportSchema, 'GET', `/${part(id)}/report`);
  }
  startRollback(id: string, request: RollbackRequestInput): Promise<Rollback> {
    return this.#call(rollbackSchema, 'POST', `/${part(id)}/rollback`, request);
  }
  previewRollback(id: string, request: RollbackRequestInput, limit: number, offset: number): Promise<UndoPreview> {
    const path = `/${part(id)}/rollback/preview?limit=${limit}&offset=${offset}`;
    return this.#call(undoPreviewSchema, 'POST', path, request);
  }
  rollbackReport(id: string, limit: number, offset: number): Promise<UndoReport> {
    return this.#call(undoReportSchema, 'GET', `/${part(id)}/rollback/report?limit=${limit}&offset=${offset}`);
  }
  steerRollback(id: string, command: RollbackCommand): Promise<Rollback> {
    return this.#call(rollbackSchema, 'POST', `/${part(id)}/rollback/${command}`);
  }
  readRollback(id: string): Promise<Rollback> {
    return this.#call(rollbackSchema, 'GET', `/${part(id)}/rollback`);
  }

  proposeMapping(body: ProposeMappingInput): Promise<MappingProposal> {
    return this.#call(mappingProposalSchema, 'POST', '/ai/mappings', body);
  }
  listPresets(): Promise<SavedPresetList> {
    return this.#call(savedPresetListSchema, 'GET', '/api/presets');
  }
  savePreset(name: string, mapping: Mapping): Promise<SavedPreset> {
    return this.#call(savedPresetSchema, 'PUT', `/api/presets/${part(name)}`, { mapping });
  }
  deletePreset(name: string): Promise<SavedPresetList> {
    return this.#call(savedPresetListSchema, 'DELETE', `/api/presets/${part(name)}`);
  }
  listLessons(system: string | undefined, withEnded: boolean): Promise<LessonList> {
    const query = new URLSearchParams({ ended: String(withEnded), ...(system === undefined ? {} : { system }) });
    return this.#call(lessonListSchema, 'GET', `/api/mappings/lessons?${query}`);
  }
  unlearn(id: string, reason: string): Promise<LessonAnswer> {
    return this.#call(lessonSchema, 'POST', `/api/mappings/lessons/${part(id)}/unlearn`, { reason });
  }
  setLessonSharing(shares: boolean): Promise<LessonSharing> {
    return this.#call(lessonSharingSchema, 'PUT', '/api/mappings/lessons/sharing', { shares });
  }

  /** @param query as `GET /api/audit` takes it. */
  readAudit(query: URLSearchParams): Promise<AuditPage> {
    return this.#call(auditPageSchema, 'GET', `/api/audit?${query}`);
  }
  checkAudit(): Promise<AuditCheck> {
    return this.#call(auditCheckSchema, 'GET', '/api/audit/check');
  }

  listBackups(withDeleted: boolean): Promise<BackupList> {
    return this.#call(backupListSchema, 'GET', `/api/backups?deleted=${withDeleted}`);
  }
  /** @param path below `/api/backups`. */
  askBackups(path: string, body?: object): Promise<BackupOperation> {
    return this.#call(backupOperationSchema, 'POST', `/api/backups${path}`, body);
  }
  readBackupOperation(id: string): Promise<BackupOperation> {
    return this.#call(backupOperationSchema, 'GET', `/api/backups/operations/${part(id)}`);
  }

  /** Opens a stream of server-sent events: 200, or 204 where there is nothing. @throws as every call does. */
  async openEvents(id: string, place: string | null, signal: AbortSignal): Promise<Response> {
    const headers = { accept: 'text/event-stream', ...(place === null ? {} : { 'last-event-id': place }) };
    const response = await this.#send('GET', `/${part(id)}/events`, undefined, headers, signal);
    if (response.ok) return response;
    throw toRefusal(this.url, response.status, await response.json().catch(() => null));
  }

  async #call<Answer>(
    schema: z.ZodType<Answer>,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await this.#send(method, path, body, headers);
    const content: unknown = await response.json().catch(() => null);
    if (!response.ok) throw toRefusal(this.url, response.status, content);
    const parsed = schema.safeParse(content);
    if (!parsed.success) throw strangeAnswer(this.url);
    return parsed.data;
  }

  /** @param path below `/api/migrations`, or a whole one. */
  async #send(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const authorization = `Bearer ${await this.#token()}`;
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      return await fetch(`${this.url}${path.startsWith('/api/') ? path : `/api/migrations${path}`}`, {
        method,
        signal,
        headers: { accept: 'application/json', authorization, ...content, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new ApiUnreachable(this.url, error);
    }
  }
}

function part(id: string): string {
  return encodeURIComponent(id);
}
