/** Given names of people who do not exist; the matcher's lists of names have them. */
export const forenames = [
  'Dorothy',
  'Ronald',
  'Audrey',
  'Kenneth',
  'Margaret',
  'Colin',
  'Priya',
  'Grace',
  'Derek',
  'Hazel',
] as const;

/** As many family names. */
export const surnames = [
  'Sutcliffe',
  'Whitfield',
  'Crabtree',
  'Patel',
  'Holroyd',
  'Hughes',
  'Kaur',
  'Murphy',
  'Wilson',
  'Okafor',
] as const;
