/** Passing a result on as a picture. */
export const sharing = {
  trade: 'Share this trade',
  week: 'Share the week',
  replay: 'Share this replay',
  preview: 'The picture as others will see it',
  note: 'Percentages of what is closed, with its world and dates. No amounts, no names. It says that it is not a recommendation.',
  share: 'Share',
  save: 'Save the picture',
};
