import acceptance from '../weights/acceptance.json' with { type: 'json' };
import calibration from '../weights/calibration.json' with { type: 'json' };
import columns from '../weights/columns.json' with { type: 'json' };
import entities from '../weights/entities.json' with { type: 'json' };
import names from '../weights/names.json' with { type: 'json' };
import { buildKnowledge, type Knowledge } from './knowledge.ts';
import type { LearnedNames, MatcherModel } from './model.ts';

/** What `bench/mapping/train.ts` has learned. */
export function trainedModel(): MatcherModel {
  return { columns, entities, acceptance, calibration };
}

let knowledge: Knowledge | undefined;

/** The names of the lists and of the systems that it has learned from. Put together at the first call. */
export function trainedKnowledge(): Knowledge {
  const learned: LearnedNames = names;
  knowledge ??= buildKnowledge(learned.columns, learned.tables);
  return knowledge;
}
