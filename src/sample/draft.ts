/**
 * A record before it is written as a legacy system would write it: values by field name of the catalogue, in the
 * form of the target (ISO dates, enum members, plain decimals); blank or absent where there is none. Names that the
 * catalogue does not have are columns that only the old system knows.
 */
export type Draft = Readonly<Record<string, string>>;

/** What one row of an export carries: a draft for each entity that it becomes. */
export type Drafts = Readonly<Record<string, Draft>>;
