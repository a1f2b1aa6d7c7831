/** A way to write dates; a time follows the day as `14:05`, in ISO as `T14:05:00`. */
export type DateNotation = 'DD/MM/YYYY' | 'DD-Mon-YYYY' | 'YYYY-MM-DD';

/** How the export files of one legacy system are written. */
export interface ExportStyle {
  readonly encoding: 'utf-8' | 'utf-8 with BOM' | 'utf-16le' | 'windows-1252';
  readonly delimiter: ',' | ';' | '\t';
  readonly newline: '\r\n' | '\n';
  readonly dates: DateNotation;
  /** Names of people stand in capitals. */
  readonly shoutsNames?: boolean;
  /** `999 123 4567` instead of ten digits in a row. */
  readonly spacesNhsNumbers?: boolean;
  /** Written before an amount of money. */
  readonly currencySign?: string;
  readonly yes: string;
  readonly no: string;
  /** What the system writes for a value of the target, by `field` or `entity.field`. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A column of an export. */
export interface LayoutColumn {
  readonly header: string;
  /** The values that it carries, as `entity.field`; the first is written, the others are the same by nature. */
  readonly feeds: readonly string[];
  /** Writes the day or the time of a date-time only. */
  readonly part?: 'day' | 'time';
}

/** An export file and what its rows become. */
export interface TableLayout {
  readonly file: string;
  /** A row with a draft of the entity becomes a record of it; the first is in every row. */
  readonly entities: readonly string[];
  readonly columns: readonly LayoutColumn[];
  /** Identifiers are written as prefix and number, filled with zeros to so many digits. */
  readonly id: { readonly prefix: string; readonly digits: number };
}

/** Everything that is particular to the exports of one system. */
export interface SystemLayout {
  readonly style: ExportStyle;
  readonly tables: readonly TableLayout[];
}

/** `['PATIENT_ID', 'externalId']`; a name without a dot belongs to the first entity of the table. */
type ColumnNotation = readonly [header: string, ...feeds: string[]];

/**
 * Writes a table of one entity down, or of several where `entities` names more than one. `startsAt|day` takes the
 * day of a date-time, `startsAt|time` the time.
 */
export function table(
  file: string,
  entities: string | readonly string[],
  id: { readonly prefix: string; readonly digits: number },
  columns: readonly ColumnNotation[],
): TableLayout {
  const all = typeof entities === 'string' ? [entities] : entities;
  return {
    file,
    entities: all,
    id,
    columns: columns.map(([header, ...feeds]) => {
      const part = feeds[0]?.split('|')[1];
      return {
        header,
        feeds: feeds
          .map((feed) => feed.replace(/\|.*/, ''))
          .map((feed) => (feed.includes('.') ? feed : `${all[0]}.${feed}`)),
        ...(part === 'day' || part === 'time' ? { part } : {}),
      };
    }),
  };
}
