import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meaningsOf } from '../../src/mapping/words/word-meanings.ts';

describe('what the words of a name mean', () => {
  it('reads an abbreviation in mixed letters as one word', () => {
    assert.deepEqual(meaningsOf('DoB (YYYY)'), ['date', 'birth', 'yyyy']);
    assert.deepEqual(meaningsOf('oD_Sphere'), ['right', 'sphere']);
    assert.deepEqual(meaningsOf('FVA: ODsc'), ['acuity', 'right', 'unaided']);
  });

  it('cuts an abbreviation in capitals off the word behind it', () => {
    assert.deepEqual(meaningsOf('ODsphere'), ['right', 'sphere']);
    assert.deepEqual(meaningsOf('OScorrected'), ['left', 'corrected']);
    assert.deepEqual(meaningsOf('NHSnumber'), ['nhs', 'number']);
  });

  it('reads words of other languages', () => {
    assert.deepEqual(meaningsOf('Zimmer'), ['room']);
    assert.deepEqual(meaningsOf('fecha_entrega'), ['date', 'delivery']);
  });

  it('still cuts names at their capitals', () => {
    assert.deepEqual(meaningsOf('PatientDOB'), ['patient', 'date', 'birth']);
    assert.deepEqual(meaningsOf('addR'), ['addition', 'right']);
  });
});
