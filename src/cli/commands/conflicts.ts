import { type Command, Option } from 'commander';
import { type Conflict, type ConflictColumn, type ConflictRule, conflictKinds } from '../../contract/conflict.ts';
import { mostConflicts } from '../api-client.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderConflict } from '../render/conflict.ts';
import { renderTable } from '../render/table.ts';

/** Options that name conflicts, as commander gives them. */
export type RuleOptions = CompanyOptions & ConflictRule;

/** Adds the options that name conflicts. */
export function addRuleOptions(command: Command): Command {
  return command
    .addOption(new Option('--kind <kind>', 'those of a kind').choices(conflictKinds))
    .option('--entity <name>', 'those about an entity')
    .option('--code <code>', 'those that are asked for that reason, such as existing.different')
    .option('--field <name>', 'those about that field or column');
}

/** What the options name; nothing of it: all conflicts. */
export function ruleOf({ kind, entity, code, field }: RuleOptions): ConflictRule {
  return { ...(kind && { kind }), ...(entity && { entity }), ...(code && { code }), ...(field && { field }) };
}

/** `careferry conflicts JOB [--kind KIND] …` */
export function addConflicts(registrar: Registrar): void {
  const command = addCompanyCommand(
    registrar,
    'conflicts',
    'List the questions of a migration for a person, the open ones first.',
  ).argument(...jobArgument);
  addRuleOptions(command).action((job: string, options: RuleOptions) =>
    runOnApi(registrar, options, async ({ api }, output) => {
      const list = await api.conflicts(job, ruleOf(options));
      if (list.conflicts.length === 0) output.say('There are no conflicts.');
      else output.say(renderConflicts(list.conflicts));
      output.say(`${list.open} open, ${list.resolved} resolved.`);
      if (list.conflicts.length === mostConflicts)
        output.say(`Shown are the first ${mostConflicts}; name others with --kind, --entity, --code or --field.`);
      const open = list.conflicts.filter(({ resolution }) => resolution === null);
      if (open.length > fewConflicts) {
        output.say(`\n${renderOpenByReason(open)}`);
        output.say(`Decide all of a reason at once, when you have seen which they are:
  npx careferry resolve-all ${job} RESOLUTION --kind KIND --entity ENTITY --code REASON --company-id ${options.companyId} --preview`);
      }
      output.document(list);
      return exitCodes.done;
    }),
  );
}

/** So many a person still takes in at a glance. */
const fewConflicts = 20;

/** How many are open for each reason, the most first. */
export function renderOpenByReason(conflicts: readonly Conflict[]): string {
  const counts = new Map<string, { readonly one: Conflict; open: number }>();
  for (const one of conflicts) {
    const reason = [one.kind, one.entity, one.code].join(' ');
    const known = counts.get(reason) ?? { one, open: 0 };
    counts.set(reason, { one, open: known.open + 1 });
  }
  const rows = [...counts.values()]
    .sort((a, b) => b.open - a.open)
    .map(({ one, open }) => [String(open), one.kind, one.entity, one.code, one.choices.join(' | ')]);
  return renderTable([['open', 'kind', 'entity', 'reason', 'choices'], ...rows]);
}

/** A line for each conflict. */
export function renderConflicts(conflicts: readonly Conflict[]): string {
  const rows = conflicts.map((one) => [
    one.id,
    one.kind,
    one.entity,
    one.code,
    String(one.records),
    one.column === null ? one.externalIds.join(', ') : feedInDoubt(one.column),
    one.resolution === null ? one.choices.join(' | ') : `${one.resolution} (${one.decidedBy ?? 'by rule'})`,
  ]);
  return renderTable([['id', 'kind', 'entity', 'reason', 'records', 'identifiers', 'choices or decision'], ...rows]);
}

/** `PATIENTS: lastName, firstName (62 %)`: the table, and what its column, which the reason names, feeds or may feed. */
function feedInDoubt({ table, fields, confidence }: ConflictColumn): string {
  return `${table}: ${fields.join(', ')}${confidence === null ? '' : ` (${Math.round(confidence * 100)} %)`}`;
}

/** `careferry conflict JOB CONFLICT`: with values of records. */
export function addConflict(registrar: Registrar): void {
  addCompanyCommand(registrar, 'conflict', 'Show both sides of a conflict, and what each decision will do.')
    .argument(...jobArgument)
    .argument('<conflict>', 'id of the conflict')
    .action((job: string, conflict: string, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const detail = await api.conflict(job, conflict);
        output.say(renderConflict(detail));
        output.document(detail);
        return exitCodes.done;
      }),
    );
}
