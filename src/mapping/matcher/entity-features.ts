import { type Domain, type Entity, entityNamed } from '../../record/catalogue.ts';
import { entityByTableName } from '../match-table.ts';
import { entitiesOf } from '../name-index.ts';
import { namesOfTable } from '../names.ts';
import { unlike } from '../words/name-likeness.ts';
import { meaningsOf } from '../words/word-meanings.ts';
import type { Ablation } from './ablation.ts';
import { type Knowledge, none } from './knowledge.ts';
import { NameEvidence } from './name-evidence.ts';
import type { SourceTable } from './source-columns.ts';
import { type Answer, gatherEvidence, type TableEvidence } from './table-evidence.ts';

/** What a table shows of an entity; behind all of them stand their leads over the best other entity. */
const rawNames = [
  'nounWords',
  'nounOfName',
  'nounOfColumn',
  'nounSame',
  'isTail',
  'learnedTableWords',
  'learnedTableSame',
  'nounLetters',
  'meanGuess',
  'meanListed',
  'fedColumns',
  'fedFields',
  'requiredFed',
  'fedClinical',
  'sameColumns',
  'learnedColumns',
  'learnedEntity',
  'meanFit',
  'clearColumns',
  'mentions',
  'wordOdds',
  'wordOddsOfTwenty',
  'ownKey',
  'pointsToPerson',
] as const;

/** Names of the features of an entity, in order. */
export const entityFeatureNames: readonly string[] = [
  ...rawNames,
  ...rawNames.map((name) => `${name}Lead`),
  'isNamed',
  'columns',
];

/** A table seen as each entity of its domain, with the features of that reading. */
export interface EntityReading {
  readonly entity: Entity;
  readonly evidence: TableEvidence;
  readonly features: readonly number[];
}

/** Reads the table as every entity of its domain, in load order. */
export function readEntities(
  table: SourceTable,
  knowledge: Knowledge,
  withoutSystem?: string,
  ablation: Ablation = {},
): EntityReading[] {
  const names = new NameEvidence(knowledge, withoutSystem, ablation);
  const evidence = entitiesOf(table.domain).map((entity) => gatherEvidence(table, entity, names));
  return describeReadings(table, evidence, knowledge, names, withoutSystem, ablation);
}

/** Describes the readings of a table whose evidence is gathered, one of each entity. */
export function describeReadings(
  table: SourceTable,
  evidences: readonly TableEvidence[],
  knowledge: Knowledge,
  names: NameEvidence,
  withoutSystem?: string,
  ablation: Ablation = {},
): EntityReading[] {
  const likeEntities = table.columns.map(({ words }) => bestEntities(names.learned(words)));
  const called = ablation.withoutNames ? '' : (namesOfTable(table.table)[0]?.[1] ?? '');
  const words = ablation.withoutNames ? [] : [...new Set(table.columns.flatMap((column) => column.words))];
  const odds = knowledge.entityWords.get(table.domain)?.oddsOf(words, withoutSystem);
  // As they are written: what all columns begin with tells whose key it is.
  const written = ablation.withoutNames ? [] : table.columns.map(({ name }) => name);
  const keyed = knowledge.tables.compareWords(keyWordsOf(written));
  const pointsTo = peopleOf(written, table.domain, knowledge);
  const nouns = knowledge.tables.compareWords(meaningsOf(called));
  const nounLetters = knowledge.tables.compareLetters(called);
  const learnedTables = knowledge.learnedTables.compareWords(meaningsOf(called), withoutSystem);
  const byName = called === '' ? undefined : entityByTableName(table.table, table.domain);
  const readings = evidences.map((evidence) => {
    const { entity } = evidence;
    const noun = nouns.get(entity.name) ?? unlike;
    const learned = learnedTables.get(entity.name) ?? unlike;
    const isNamed = Number(byName?.name === entity.name);
    const ofTable = [
      noun.words,
      noun.ofName,
      noun.ofColumn,
      Number(noun.isSame),
      isNamed,
      learned.words,
      Number(learned.isSame),
      nounLetters.get(entity.name) ?? 0,
    ];
    const told = odds?.get(entity.name) ?? 0;
    return {
      entity,
      evidence,
      raw: [
        ...ofTable,
        ...columnFeatures(evidence, likeEntities, knowledge.ownWords.get(entity.name) ?? new Set()),
        told / Math.max(1, words.length),
        told / Math.max(20, words.length),
        keyed.get(entity.name)?.words ?? 0,
        Number(pointsTo !== undefined && pointsTo !== entity.name),
      ],
    };
  });
  return readings.map(({ entity, evidence, raw }) => {
    const leads = raw.map(
      (value, feature) =>
        value -
        Math.max(...readings.filter((other) => other.entity !== entity).map((other) => other.raw[feature] ?? 0)),
    );
    return {
      entity,
      evidence,
      features: [...raw, ...leads, Number(table.table !== ''), table.columns.length].map(
        (value) => Math.round(value * 1e4) / 1e4,
      ),
    };
  });
}

/** What the first column, where it is a key, is the key of: `AppointmentId` of appointments. */
function keyWordsOf([own = '']: readonly string[]): readonly string[] {
  const words = meaningsOf(own);
  return isKeyWord(words.at(-1)) ? words.slice(0, -1) : [];
}

const isKeyWord = (word: string | undefined) => word === 'id' || word === 'number' || word === 'reference';

/** The entity of people to whom a column points that is not the table's own key; undefined where none does. */
function peopleOf([, ...names]: readonly string[], domain: Domain, { tables }: Knowledge): string | undefined {
  const people = domain === 'care' ? 'residents' : 'patients';
  const points = (words: readonly string[]) =>
    words.at(-1) === 'id' && tables.compareWords(words.slice(0, -1)).get(people)?.isSame === true;
  return names.map(meaningsOf).some(points) ? people : undefined;
}

/** By entity: likeness to any of its columns in mapped systems. */
function bestEntities(learned: ReadonlyMap<string, { readonly words: number }>): Map<string, number> {
  const best = new Map<string, number>();
  for (const [key, { words }] of learned) {
    const entity = key.slice(0, key.indexOf('.'));
    if (words > (best.get(entity) ?? 0)) best.set(entity, words);
  }
  return best;
}

/** Whether a column's name has a word of the entity's own name (`IncidentType`) and does not point to it (`incident_id`). */
function mentions(words: readonly string[], own: ReadonlySet<string>): boolean {
  return words.length > 1 && words.at(-1) !== 'id' && words.some((word) => own.has(word));
}

function columnFeatures(
  evidence: TableEvidence,
  likeEntities: readonly ReadonlyMap<string, number>[],
  own: ReadonlySet<string>,
): number[] {
  const { entity } = evidence;
  const best = evidence.answers.map((answers) =>
    answers.reduce((a, b) => (b.field !== none && b.guess > a.guess ? b : a)),
  );
  const fed = greedyFeeds(evidence);
  const count = Math.max(evidence.columns.length, 1);
  const required = entity.fields.filter((field) => field.isRequired && !field.isKey);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  return [
    mean(best.map(({ guess }) => guess)),
    mean(best.map(({ listed }) => listed.words)),
    fed.size / count,
    mean([...fed.values()].map(({ guess }) => guess)),
    required.length === 0
      ? 0
      : required.filter((field) => (fed.get(field.name)?.guess ?? 0) > 0.35).length / required.length,
    mean([...fed].filter(([field]) => isOwnField(entity, field)).map(([, { guess }]) => guess)),
    mean(best.map(({ listed }) => Number(listed.isSame))),
    mean(
      evidence.answers.map((answers) =>
        Math.max(0, ...answers.filter(({ field }) => field !== none).map(({ learned }) => learned.words)),
      ),
    ),
    mean(likeEntities.map((entities) => entities.get(entity.name) ?? 0)),
    mean(best.map(({ fit }) => fit ?? 0)),
    mean(best.map(({ guess }) => Number(guess > 0.6))),
    mean(evidence.columns.map(({ words }) => Number(mentions(words, own)))),
  ];
}

/** Each field with the column that it is most likely fed from, a column feeding one field. */
function greedyFeeds({ answers }: TableEvidence): Map<string, Answer> {
  const pairs = answers.flatMap((list, column) =>
    list.filter(({ field, guess }) => field !== none && guess > 0.3).map((answer) => ({ column, answer })),
  );
  pairs.sort((a, b) => b.answer.guess - a.answer.guess);
  const fed = new Map<string, Answer>();
  const used = new Set<number>();
  for (const { column, answer } of pairs) {
    if (used.has(column) || fed.has(answer.field)) continue;
    used.add(column);
    fed.set(answer.field, answer);
  }
  return fed;
}

const shared = new Map<string, number>();

/** Whether no other entity of the domain has a field of that name: such fields tell entities apart. */
function isOwnField(entity: Entity, field: string): boolean {
  const key = `${entity.domain}.${field}`;
  if (!shared.has(key)) {
    shared.set(
      key,
      entitiesOf(entity.domain).filter(({ name }) => entityNamed(name).fields.some((other) => other.name === field))
        .length,
    );
  }
  return shared.get(key) === 1;
}
