import type { FieldMapping } from '../../record/mapping.ts';
import { proposeAddressSplit } from './propose-address-split.ts';
import { proposeEyeSplits } from './propose-eye-splits.ts';
import { proposeJoins } from './propose-joins.ts';
import { proposeNameSplit } from './propose-name-split.ts';
import type { MappingQuestion, SplitInput, SplitProposal } from './split-proposal.ts';

/** What feeds the fields when columns that hold several are split and columns that belong together are joined. */
export interface SplitFields {
  readonly fields: readonly FieldMapping[];
  /** For a person, before it is used. */
  readonly questions: readonly MappingQuestion[];
}

/**
 * Looks for columns that hold two fields, and for two columns that make one, in what the matcher leaves over or has given to one of
 * these fields. What a preset feeds is never changed. Without rows nothing is proposed.
 */
export function proposeSplits(input: SplitInput): SplitFields {
  const proposals = [
    proposeNameSplit(input),
    proposeAddressSplit(input),
    ...proposeEyeSplits(input),
    ...proposeJoins(input),
  ].filter((proposal) => proposal !== undefined);
  return {
    fields: proposals.reduce(withProposal, input.fields),
    questions: proposals.flatMap(({ question }) => question ?? []),
  };
}

/** A column that is split feeds nothing else; a field that is fed anew is fed by that alone. */
function withProposal(fields: readonly FieldMapping[], proposal: SplitProposal): readonly FieldMapping[] {
  const fed = new Set(proposal.fields.map(({ field }) => field));
  const split = new Set(proposal.fields.flatMap(({ columns, transforms }) => (transforms ? columns : [])));
  const kept = fields.filter(({ field, columns }) => !fed.has(field) && !columns.some((column) => split.has(column)));
  return [...kept, ...proposal.fields];
}
