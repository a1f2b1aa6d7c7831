import { InvalidArgumentError } from 'commander';
import { type Resolution, resolutions } from '../../contract/conflict.ts';
import { wrongUse } from '../cli-error.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderDecisions } from '../render/conflict.ts';
import { addRuleOptions, type RuleOptions, renderConflicts, ruleOf } from './conflicts.ts';

interface ResolveOptions extends CompanyOptions {
  readonly merge?: Record<string, 'existing' | 'new'>;
  readonly field?: string;
  readonly reason?: string;
}

/** `careferry resolve JOB CONFLICT RESOLUTION [--merge FIELD=SIDE] [--field NAME] [--reason TEXT]` */
export function addResolve(registrar: Registrar): void {
  addCompanyCommand(registrar, 'resolve', 'Decide a conflict; until it is acted upon, a later decision counts.')
    .argument(...jobArgument)
    .argument('<conflict>', 'id of the conflict')
    .argument('<resolution>', `one of the choices that it offers: ${resolutions.join(', ')}`)
    .option('--merge <field=side>', 'of a merge: take this field from existing or new (may be repeated)', addSide)
    .option('--field <name>', 'of useField: the field that the column feeds')
    .option('--reason <text>', 'why, for the record')
    .action((job: string, conflict: string, resolution: string, options: ResolveOptions) => {
      const decision = {
        resolution: requireResolution(resolution),
        merge: options.merge,
        field: options.field,
        reason: options.reason,
      };
      return runOnApi(registrar, options, async ({ api }, output) => {
        const taken = await api.resolve(job, conflict, decision);
        output.say(`Decided: ${taken.resolution}.`);
        output.document(taken);
        return exitCodes.done;
      });
    });
}

type BulkOptions = RuleOptions & { readonly preview?: true; readonly token?: string; readonly reason?: string };

/** `careferry resolve-all JOB RESOLUTION [--kind KIND] … [--preview] [--token TOKEN] [--reason TEXT]` */
export function addResolveAll(registrar: Registrar): void {
  const command = addCompanyCommand(registrar, 'resolve-all', 'Decide all open conflicts that the options name.')
    .argument(...jobArgument)
    .argument('<resolution>', 'what is decided about each of them');
  addRuleOptions(command)
    .option('--preview', 'show which they are, and change nothing')
    .option('--token <token>', 'that of a preview: decide exactly those, or none')
    .option('--reason <text>', 'why, for the record')
    .action((job: string, text: string, options: BulkOptions) => {
      const resolution = requireResolution(text);
      return runOnApi(registrar, options, async ({ api }, output) => {
        const rule = ruleOf(options);
        const seen = await api.previewRule(job, { rule, resolution });
        if (options.preview) {
          if (seen.count > 0) output.say(renderConflicts(seen.conflicts));
          output.say(`${seen.count} open conflicts; ${seen.notOffering} do not offer '${resolution}'.`);
          output.say(`To decide exactly these: --token ${seen.token}`);
          output.document(seen);
          return exitCodes.done;
        }
        const { token = seen.token, reason } = options;
        const match = await api.resolveRule(job, { rule, resolution, token, reason });
        output.say(`Decided: ${resolution}, of ${match.count} conflicts.`);
        output.document(match);
        return exitCodes.done;
      });
    });
}

type PageOptions = CompanyOptions & { readonly limit: number; readonly offset: number };

/** `careferry decisions JOB` */
export function addDecisions(registrar: Registrar): void {
  addCompanyCommand(registrar, 'decisions', 'List who decided which conflict, when and why; the newest first.')
    .argument(...jobArgument)
    .option('--limit <decisions>', 'at most this many', parseCount, 100)
    .option('--offset <decisions>', 'after skipping this many', parseCount, 0)
    .action((job: string, options: PageOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const page = await api.decisions(job, options.limit, options.offset);
        output.say(page.decisions.length === 0 ? 'Nothing was decided.' : renderDecisions(page.decisions));
        output.document(page);
        return exitCodes.done;
      }),
    );
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function addSide(text: string, before: Record<string, 'existing' | 'new'> = {}): Record<string, 'existing' | 'new'> {
  const [, field, side] = /^([A-Za-z]\w*)=(existing|new)$/.exec(text) ?? [];
  if (!field) throw new InvalidArgumentError('It is FIELD=existing or FIELD=new.');
  return { ...before, [field]: side as 'existing' | 'new' };
}

function requireResolution(text: string): Resolution {
  const found = resolutions.find((one) => one === text);
  if (!found) throw wrongUse(`'${text}' is no decision.`, `Choose one of: ${resolutions.join(', ')}.`);
  return found;
}
