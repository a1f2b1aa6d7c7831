import type { FieldMapping } from '../record/mapping.ts';
import type { Transform } from '../record/transforms/transform.ts';

/** Where a field's value comes from, for a person: `Name, split as personName: lastName`. It holds codes, no value of a record. */
export function describeFeed({ columns, separator, transforms = [] }: Omit<FieldMapping, 'by' | 'confidence'>): string {
  const joined = columns.length > 1 ? [`joined by '${(separator ?? ' ').replaceAll('\n', '\\n')}'`] : [];
  const source = columns.length === 0 ? [] : [columns.join(' + ')];
  return [...source, ...joined, ...transforms.map(describeTransform)].join(', ');
}

/** What a transform does, in a few words. */
export function describeTransform(transform: Transform): string {
  switch (transform.kind) {
    case 'valueMap':
      return `${describeMap(transform.map)}${transform.unknown === 'issue' ? ', others are issues' : ''}`;
    case 'label':
      return `labelled '${transform.label}'`;
    case 'prefix':
      return `behind '${transform.prefix}'`;
    case 'suffix':
      return `before '${transform.suffix}'`;
    case 'part':
      return `part ${transform.index + 1}${transform.of === undefined ? '' : ` of ${transform.of}`}, cut at '${transform.separator}'`;
    case 'default':
      return `'${transform.value}' where blank`;
    case 'constant':
      return `always '${transform.value}'`;
    case 'split':
      return `split as ${transform.as}: ${transform.part}${describeSplitOptions(transform)}`;
    case 'dateFormat':
      return `dates written ${transform.format}`;
    case 'unit':
      return `from ${transform.from} to ${transform.to}`;
    case 'notation':
      return `in the notation ${transform.as}`;
  }
}

/** Of a long map the beginning. */
const shownCodes = 8;

function describeMap(map: Readonly<Record<string, string>>): string {
  const codes = Object.entries(map).map(([from, to]) => `${from} is ${to === '' ? 'nothing' : to}`);
  const more = codes.length - shownCodes;
  return `${codes.slice(0, shownCodes).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function describeSplitOptions(split: Extract<Transform, { kind: 'split' }>): string {
  if (split.as !== 'personName') return '';
  const family = split.order === 'familyFirst' ? ', family name first' : '';
  return `${family}${split.between === 'middleNames' ? ', middle names between' : ''}`;
}
