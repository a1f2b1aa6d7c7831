import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSourceTable } from '../../src/mapping/matcher/source-columns.ts';

const wordsOf = (table: string, names: string) =>
  readSourceTable({ table, columns: names.split(' ').map((name) => ({ name, samples: [] })) }, 'optical').columns.map(
    ({ words }) => words.join(' '),
  );

describe('the names of a table’s columns', () => {
  it('are read without the letters that most of them begin with, as where a name may have eight letters', () => {
    assert.deepEqual(wordsOf('patient', 'ptlname ptfname ptdob ptsex ptid'), [
      ...['last name', 'first name', 'date birth', 'gender', 'id'],
    ]);
    assert.deepEqual(wordsOf('cm', 'STUDYID CMTRT CMDOSE CMROUTE CMSTDTC').slice(1), [
      ...['treatment', 'dose', 'route', 'start date'],
    ]);
  });

  it('keep the eye that most of them begin with', () => {
    assert.deepEqual(wordsOf('refraction', 'odsph odcyl odadd odprism id'), [
      ...['right sphere', 'right cylinder', 'right addition', 'right prism', 'id'],
    ]);
  });

  it('are read without what the table is called, where more than a word is left', () => {
    assert.deepEqual(wordsOf('exams', 'exam_id exam_od_sph exam_od_cyl exam_os_sph patient_id note date fee'), [
      ...['examination id', 'right sphere', 'right cylinder', 'left sphere', 'patient id', 'note', 'date', 'fee'],
    ]);
  });

  it('are read without letters that are no word, where several begin with them', () => {
    assert.deepEqual(
      wordsOf('import', 'AcctID FullName pa_dob pa_sex pa_phone lens_type lens_coating lens_material').slice(2),
      [...['date birth', 'gender', 'phone', 'len type', 'len coating', 'len material']],
    );
  });
});
