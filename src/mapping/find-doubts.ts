import { dateShape } from '../record/date-shape.ts';
import { dateInOrder } from '../record/dates.ts';
import type { FieldMapping, MappingDoubt, TableMapping, TargetMapping } from '../record/mapping.ts';
import type { DateOrder } from '../record/source-record.ts';
import { profileValues, type ValueProfile } from './values/profile-values.ts';

/** So many filled values are needed before they may speak against a mapping. */
const leastValues = 8;

/** A field as the rows at hand feed it. */
interface FedField {
  readonly field: string;
  readonly columns: readonly string[];
  /** By row; '' where blank. */
  readonly values: readonly string[];
  readonly profile: ValueProfile;
}

type Fed = ReadonlyMap<string, FedField>;

/** Two fields that people and programs take for each other, and when the values say that they are swapped. */
interface Swap {
  readonly fields: readonly [string, string];
  readonly isSwapped: (a: FedField, b: FedField, table: TableMapping) => boolean;
  readonly says: string;
}

/**
 * What the values say against a mapping of a table, whoever made it: swaps that are plausible by name (forename and
 * surname, home and mobile number, birth and admission, the doctor and the patient), and fields whose values are of
 * another kind. The mapping is not changed; a doubt is a question for a person.
 * @param rows Some rows of the table, cells in the order of its columns.
 */
export function findDoubts(table: TableMapping, rows: readonly (readonly string[])[]): MappingDoubt[] {
  return table.targets.flatMap((target) => {
    const fed = feedsOf(table, target, rows);
    const doubts = [...swapDoubts(fed, table), ...kindDoubts(fed)];
    return doubts.map((doubt) => ({ entity: target.entity, ...doubt }));
  });
}

function feedsOf(table: TableMapping, target: TargetMapping, rows: readonly (readonly string[])[]): Fed {
  const fed = new Map<string, FedField>();
  for (const mapping of target.fields) {
    if (mapping.transforms && mapping.transforms.length > 0) continue;
    const values = valuesOf(table, mapping, rows);
    const profile = profileValues(values);
    if (profile.filled >= leastValues)
      fed.set(mapping.field, { field: mapping.field, columns: mapping.columns, values, profile });
  }
  return fed;
}

function valuesOf(
  table: TableMapping,
  { columns, separator = ' ' }: FieldMapping,
  rows: readonly (readonly string[])[],
): string[] {
  const places = columns.map((column) => table.columns.indexOf(column));
  return rows.map((cells) =>
    places
      .map((place) => cells[place]?.trim() ?? '')
      .filter((cell) => cell !== '')
      .join(separator),
  );
}

/** What a column must show more of than chance gives. */
const clearly = 0.15;

const given = ({ profile }: FedField) => profile.share.givenName - profile.share.familyName;
const isTitled = ({ profile }: FedField) => profile.share.titledName > 0.5;
const isMobile = ({ profile }: FedField) => profile.share.mobile > 0.6;
const isLandline = ({ profile }: FedField) => profile.share.landline > 0.6;

const swaps: readonly Swap[] = [
  {
    fields: ['firstName', 'lastName'],
    isSwapped: (first, last) => given(last) - given(first) > clearly * 2,
    says: 'holds surnames, and the other one given names',
  },
  {
    fields: ['mobilePhone', 'homePhone'],
    isSwapped: (mobile, home) => isLandline(mobile) && isMobile(home),
    says: 'holds landline numbers, and the other one mobile numbers',
  },
  {
    fields: ['mobilePhone', 'workPhone'],
    isSwapped: (mobile, work) => isLandline(mobile) && isMobile(work),
    says: 'holds landline numbers, and the other one mobile numbers',
  },
  ...(['firstName', 'lastName', 'preferredName', 'middleNames', 'nextOfKinName'] as const).map(
    (name): Swap => ({
      fields: ['gpName', name],
      isSwapped: (doctor, person) => isTitled(person) && !isTitled(doctor),
      says: 'holds names without a title, and the other one those of doctors',
    }),
  ),
  ...[
    'admissionDate',
    'dischargeDate',
    'consentDate',
    'dateOfDeath',
    'dolsExpiryDate',
    'lastExaminationDate',
    'recallDate',
  ].map(
    (later): Swap => ({
      fields: ['dateOfBirth', later],
      isSwapped: isLater,
      says: 'holds later dates than the other one',
    }),
  ),
  ...(
    [
      ['admissionDate', 'dischargeDate'],
      ['startDate', 'endDate'],
      ['startsAt', 'endsAt'],
      ['issueDate', 'expiryDate'],
      ['onsetDate', 'endDate'],
      ['assessedDate', 'reviewDate'],
      ['startDate', 'reviewDate'],
      ['lastExaminationDate', 'recallDate'],
      ['examinationDate', 'nextExaminationDate'],
      ['orderedDate', 'collectedDate'],
      ['orderedDate', 'receivedDate'],
      ['invoiceDate', 'dueDate'],
      ['admissionDate', 'dateOfDeath'],
      ['serviceDate', 'submittedDate'],
    ] as const
  ).map((fields): Swap => ({ fields, isSwapped: isLater, says: 'holds later dates than the other one' })),
];

/** Whether the first date stands behind the second in nearly all rows that have both. */
function isLater(first: FedField, second: FedField, table: TableMapping): boolean {
  const days = (field: FedField) => {
    const said = field.columns.map((column) => table.dateOrders[column]?.order).find((order) => order !== undefined);
    const order: DateOrder = said === 'MDY' || said === 'YMD' ? said : 'DMY';
    return field.values.map((value) => {
      const shape = dateShape(value);
      return shape ? dateInOrder(shape, order) : null;
    });
  };
  const [before, after] = [days(first), days(second)];
  let both = 0;
  let later = 0;
  for (const [row, day] of before.entries()) {
    const other = after[row];
    if (!day || !other || day === other) continue;
    both += 1;
    if (day > other) later += 1;
  }
  return both >= leastValues && later / both > 0.8;
}

function swapDoubts(fed: Fed, table: TableMapping): Omit<MappingDoubt, 'entity'>[] {
  return swaps.flatMap(({ fields: [one, other], isSwapped, says }) => {
    const [a, b] = [fed.get(one), fed.get(other)];
    if (!a || !b || !isSwapped(a, b, table)) return [];
    const columns = [...a.columns, ...b.columns];
    const message = `'${a.columns.join(' + ')}' feeds '${one}' and '${b.columns.join(' + ')}' feeds '${other}', but the first ${says}. They may be swapped.`;
    return [{ code: 'swapped', fields: [one, other], columns, message }];
  });
}

/** A kind of value that a field must show, and how little of it is too little. */
const kinds: readonly (readonly [
  field: RegExp,
  least: number,
  says: string,
  share: (profile: ValueProfile) => number,
])[] = [
  [/^email$/, 0.3, 'e-mail addresses', ({ share }) => share.email],
  [/Phone$|^phone$/, 0.3, 'telephone numbers', ({ share }) => share.phone],
  [
    /^postcode$/,
    0.2,
    'postal codes',
    ({ share, meanLength }) => Math.max(share.postcode, share.zip, meanLength <= 10 && share.oneWord < 0.5 ? 1 : 0),
  ],
  [/^nhsNumber$/, 0.3, 'NHS numbers', ({ share }) => share.nhsNumber],
  [
    /^(?:dateOf|admissionDate|dischargeDate|examinationDate|issueDate)/,
    0.3,
    'dates',
    ({ share }) => Math.max(share.date, share.year),
  ],
  [
    /^(?:firstName|lastName)$/,
    0.4,
    'names of people',
    ({ share }) => 1 - Math.max(share.titledName, share.date, share.email, share.phone, share.street),
  ],
  [
    /Sphere$|Cylinder$/,
    0.3,
    'dioptres',
    ({ share }) => Math.min(1, share.quarterStep + share.dioptreWord + share.decimal),
  ],
  [/Axis$/, 0.3, 'degrees', ({ share }) => share.axis],
];

function kindDoubts(fed: Fed): Omit<MappingDoubt, 'entity'>[] {
  return [...fed.values()].flatMap(({ field, columns, profile }) =>
    kinds
      .filter(([pattern, least, , share]) => pattern.test(field) && share(profile) < least)
      .map(([, , says]) => ({
        code: 'otherKind',
        fields: [field],
        columns,
        message: `'${columns.join(' + ')}' feeds '${field}', but few of its values are ${says}.`,
      })),
  );
}
