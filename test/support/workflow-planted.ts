import { testNhsNumber, withWrongCheckDigit } from '../../src/sample/nhs-number.ts';

/** An invented person whose every field is unmistakable: what is found of it anywhere has leaked from the record. */
export const planted = {
  firstName: 'Qwyjibbette',
  lastName: 'Zzyxquoll',
  newerLastName: 'Krelborniak',
  otherLastName: 'Vruntelhaus',
  dateOfBirth: '13/07/1931',
  dateOfBirthStored: '1931-07-13',
  unreadableDate: '31st of Grimbleday',
  nhsNumber: testNhsNumber(141_421),
  wrongNhsNumber: withWrongCheckDigit(testNhsNumber(314_159)),
  street: '947 Vexillomere Crescent',
  city: 'Plumblethwaite',
  phone: '07700 900987',
  phoneStored: '+447700900987',
  email: 'z.quollian@example.org',
  occupation: 'Snickersmith',
  generalPractitioner: 'Dr Brillig Mimsyborogove',
  nextOfKin: 'Jabberwillem',
  allergy: 'Snozzberrium',
  hobby: 'Gyrewabing',
  note: 'told the optician about the frumious Bandersnitch',
  examinationNote: 'Wibblefractus of the cornea',
  unreadableAcuity: 'six over flibberty',
  surplusCell: 'Extracellulon',
  reason: 'is the sister of Mrs Tulgeywood',
} as const;

/** Places in the bytes where one of the values stands: as text in any case, in UTF-8 or UTF-16, or in base64. Empty where there is none. */
export function findPlanted(bytes: Uint8Array, values: readonly string[] = Object.values(planted)): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lowerCase = text.toLowerCase();
  return values.flatMap((value) => {
    const plain = textForms(value).filter((form) => lowerCase.includes(form.toLowerCase()));
    const encoded = base64Forms(value).filter((form) => text.includes(form));
    return plain.length + encoded.length > 0 ? [value] : [];
  });
}

function textForms(value: string): string[] {
  const utf16 = Buffer.from(value, 'utf16le');
  return [Buffer.from(value), utf16, Buffer.from(utf16).swap16()].map((bytes) => bytes.toString('latin1'));
}

/** Base64 looks different at each of three offsets; what neighbours have a part in is left out. */
function base64Forms(value: string): string[] {
  return [value, value.toLowerCase(), value.toUpperCase()].flatMap((text) =>
    [0, 1, 2].map((offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
      const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
      return whole.toString('base64').slice(offset === 0 ? 0 : 4);
    }),
  );
}
