import { unlike } from '../words/name-likeness.ts';
import type { Ablation } from './ablation.ts';
import { noVotes, shareOfVotes } from './ballots.ts';
import { type ColumnLeads, leadsOf } from './column-leads.ts';
import { none } from './knowledge.ts';
import { type Siblings, siblingsOf } from './siblings.ts';
import type { Answer, TableEvidence } from './table-evidence.ts';

/** Names of the features, in the order of {@link featuresOf}. */
export const featureNames = [
  'isNone',
  'listedWords',
  'listedOfColumn',
  'listedOfName',
  'listedLetters',
  'listedSame',
  'learnedWords',
  'learnedOfColumn',
  'learnedSame',
  'learnedLetters',
  'learnedShare',
  'anywhereShare',
  'sameElsewhere',
  'anywhereWords',
  'anywhereSame',
  'noneListedWords',
  'noneListedSame',
  'noneLearnedWords',
  'noneLearnedSame',
  'noneAnywhereWords',
  'fit',
  'fitLead',
  'guess',
  'guessLead',
  'guessRank',
  'listedLead',
  'bestGuess',
  'rivalLead',
  'rivals',
  'isKey',
  'isRequired',
  'isReference',
  'isDate',
  'isText',
  'isEnum',
  'isNumber',
  'isPhone',
  'isBoolean',
  'filled',
  'fillRate',
  'distinct',
  'isRising',
  'meanWords',
  'meanLength',
  'integers',
  'uuids',
  'dates',
  'dateTimes',
  'names',
  'sentences',
  'yesNo',
  'phones',
  'money',
  'codes',
  'words',
  'isFirst',
  'position',
  'columns',
  'before',
  'after',
  'mirrored',
  'wordCount',
  'wordOdds',
  'wordOddsOfNone',
  'wordOddsLead',
  'listedHead',
  'learnedHead',
  'headOdds',
  'headOddsLead',
  'vote',
  'voteLead',
  'voteOfEntity',
  'voteOfNone',
  'votes',
  'codeOfPair',
  'siblings',
  'isChecked',
  'nhsNumbers',
] as const;

/** How many answers of a column are weighed; the others are too far off. */
const mostAnswers = 14;

/**
 * The answers of a column that are worth weighing: none, and the best guesses in the order of the catalogue.
 * @param also Fields that are weighed besides.
 */
export function candidatesOf(
  evidence: TableEvidence,
  column: number,
  also: ReadonlyMap<string, unknown> = new Map(),
): readonly Answer[] {
  const answers = evidence.answers[column] ?? [];
  const least = answers.map(({ guess }) => guess).toSorted((a, b) => b - a)[mostAnswers - 1] ?? 0;
  return answers.filter(
    ({ field, guess }) => field === none || guess > least || answers.length <= mostAnswers || also.has(field),
  );
}

/** Of the systems that know a name, the share that has it for one answer; half of what is to be shared where few do. */
function shareOf(groups: number, all: number): number {
  return groups / (all + 1);
}

const eyes: Readonly<Record<string, string>> = { right: 'left', left: 'right', Right: 'Left', Left: 'Right' };

/** The same field of the other eye; the field itself where it is of no eye. */
export function otherEye(field: string): string {
  return field.replace(/right|left/i, (eye) => eyes[eye] ?? eye);
}

/** What the whole table says, read once for all columns. */
export class TableContext {
  readonly #evidence: TableEvidence;
  readonly #order: ReadonlyMap<string, number>;
  /** By field: the guesses of all columns, the best first. */
  readonly #rivals = new Map<string, number[]>();
  readonly #bestFields: readonly string[];
  readonly #siblings: readonly Siblings[];
  readonly #isBlind: boolean;
  readonly #leads: ColumnLeads[] = [];

  constructor(evidence: TableEvidence, ablation: Ablation = {}) {
    this.#evidence = evidence;
    this.#isBlind = ablation.withoutNeighbours ?? false;
    this.#siblings = this.#isBlind ? [] : siblingsOf(evidence.columns);
    this.#order = new Map(evidence.entity.fields.map(({ name }, index) => [name, index]));
    for (const answers of evidence.answers) {
      for (const { field, guess } of answers) {
        const rivals = this.#rivals.get(field);
        if (rivals) rivals.push(guess);
        else this.#rivals.set(field, [guess]);
      }
    }
    for (const rivals of this.#rivals.values()) rivals.sort((a, b) => b - a);
    this.#bestFields = evidence.answers.map((answers) => {
      const best = answers.reduce((a, b) => (b.guess > a.guess ? b : a));
      return best.guess > 0.3 ? best.field : none;
    });
  }

  /** The features of one answer to one column. */
  featuresOf(column: number, answer: Answer): number[] {
    const { answers, anywhere, columns, entity, wordOdds } = this.#evidence;
    const all = answers[column] ?? [];
    const source = columns[column];
    if (!source) return [];
    const { profile } = source;
    const { share } = profile;
    const field = entity.fields.find(({ name }) => name === answer.field);
    const kind = field?.type.kind;
    const leads = this.#leadsOf(column);
    const noField = all.at(-1);
    const bestFit = leads.fit.without(answer.field);
    const bestGuess = leads.guess.without(answer.field);
    const bestListed = leads.listed.without(answer.field);
    const elsewhere = anywhere[column]?.get(answer.field) ?? unlike;
    const { groupsElsewhere } = leads;
    const noneElsewhere = anywhere[column]?.get(none) ?? unlike;
    const odds = (name: string) => wordOdds[column]?.get(name) ?? 0;
    const bestOdds = leads.odds.without(answer.field);
    const rivals = this.#isBlind || !field ? [] : (this.#rivals.get(answer.field) ?? []);
    const rank = Math.max(0, rivals.indexOf(answer.guess));
    return [
      field ? 0 : 1,
      answer.listed.words,
      answer.listed.ofColumn,
      answer.listed.ofName,
      answer.listedLetters,
      Number(answer.listed.isSame),
      answer.learned.words,
      answer.learned.ofColumn,
      Number(answer.learned.isSame),
      answer.learnedLetters,
      shareOf(
        answer.learned.groups,
        all.reduce((sum, { learned }) => sum + learned.groups, 0),
      ),
      shareOf(elsewhere.groups, groupsElsewhere),
      Math.min(groupsElsewhere, 20),
      elsewhere.words,
      Number(elsewhere.isSame),
      noField?.listed.words ?? 0,
      Number(noField?.listed.isSame ?? false),
      noField?.learned.words ?? 0,
      Number(noField?.learned.isSame ?? false),
      noneElsewhere.words,
      answer.fit ?? -1,
      answer.fit === undefined ? 0 : answer.fit - bestFit,
      answer.guess,
      answer.guess - bestGuess,
      all.filter(({ guess }) => guess > answer.guess).length,
      answer.listed.words - bestListed,
      bestGuess,
      field ? answer.guess - (rivals[rank === 0 ? 1 : 0] ?? 0) : 0,
      rank,
      Number(field?.isKey ?? false),
      Number(field?.isRequired ?? false),
      Number(kind === 'reference'),
      Number(kind === 'date' || kind === 'datetime'),
      Number(kind === 'text'),
      Number(kind === 'enum'),
      Number(kind === 'integer' || kind === 'decimal' || kind === 'money'),
      Number(kind === 'phone'),
      Number(kind === 'boolean'),
      Number(profile.filled > 0),
      profile.fillRate,
      profile.distinct,
      Number(profile.isRising),
      profile.meanWords,
      profile.meanLength,
      share.integer,
      share.uuid,
      share.date,
      share.dateTime,
      Math.max(share.fullName, share.initialName),
      share.sentence,
      share.yesNo,
      share.phone,
      share.money,
      share.prefixedCode,
      share.oneWord,
      Number(column === 0),
      this.#isBlind ? 0 : column / columns.length,
      columns.length,
      this.#distance(column - 1, answer.field),
      this.#distance(column + 1, answer.field),
      this.#mirrored(column, answer.field),
      source.words.length,
      odds(answer.field),
      odds(none),
      odds(answer.field) - bestOdds,
      Number(answer.listed.isSameHead),
      Number(answer.learned.isSameHead),
      ...this.#headOdds(column, answer, leads),
      ...this.#votes(column, answer, leads),
      this.#siblings[column]?.codeOfPair ?? 0,
      this.#siblings[column]?.count ?? 0,
      Number(kind === 'nhsNumber' || kind === 'email' || kind === 'postcode'),
      share.nhsNumber,
    ].map((feature) => Math.round(feature * 1e4) / 1e4);
  }

  #headOdds(column: number, { field }: Answer, leads: ColumnLeads): number[] {
    const odds = this.#evidence.headOdds[column]?.get(field) ?? 0;
    return [odds, odds - leads.headOdds.without(field)];
  }

  #votes(column: number, { field }: Answer, leads: ColumnLeads): number[] {
    const { anywhere, own } = this.#evidence.votes[column] ?? { anywhere: noVotes, own: noVotes };
    const share = shareOfVotes(anywhere, field);
    return [
      share,
      share - leads.votes.without(field),
      shareOfVotes(own, field),
      shareOfVotes(own, none),
      Math.min(20, anywhere.all),
    ];
  }

  #leadsOf(column: number): ColumnLeads {
    const leads = this.#leads[column] ?? leadsOf(this.#evidence, column);
    this.#leads[column] = leads;
    return leads;
  }

  /** How far the field stands in the catalogue from the one that a neighbouring column most likely feeds; 9 where unknown. */
  #distance(neighbour: number, field: string): number {
    const here = this.#order.get(field);
    const there = this.#order.get(this.#bestFields[neighbour] ?? none);
    if (this.#isBlind || here === undefined || there === undefined) return 9;
    return Math.max(-8, Math.min(8, here - there));
  }

  /** Whether the other eye's field has a column whose name differs only by the eye. */
  #mirrored(column: number, field: string): number {
    const other = otherEye(field);
    if (other === field || this.#isBlind || this.#evidence.columns[column]?.words.length === 0) return 0;
    const words = this.#evidence.columns[column]?.words
      .map((word) => ({ right: 'left', left: 'right' })[word] ?? word)
      .join(' ');
    return this.#evidence.columns.some((source, index) => index !== column && source.words.join(' ') === words)
      ? 1
      : -1;
  }
}
