import { expect, it } from 'vitest';
import { draftOfProfile, profileOfDraft } from './profile-draft.ts';

it('what is empty is as the risk level has it, percent is typed as percent', () => {
  expect(profileOfDraft({ stop: '7.5', target: ' ', positionMax: '20' })).toEqual({ stop: 0.075, positionMax: 0.2 });
  expect(profileOfDraft(draftOfProfile({}))).toEqual({});
  expect(draftOfProfile({ stop: 0.07, target: 1.1 })).toEqual({ stop: '7', target: '110', positionMax: '' });
});

it.each(['0.9', '51', 'five', '-4', '1,000'])('a stop-loss of “%s” percent is none', (stop) => {
  expect(profileOfDraft({ stop, target: '', positionMax: '' })).toBeNull();
});
