/** Settings → Groups: groups, and the account each is told of. */
export const groups = {
  title: 'Groups',
  lead: 'A group or server channel can be told of one account: reasons and percentages for everybody there, amounts never. Who may answer opens it privately.',
  none: 'None yet. Add Nod to a group, or say /group in a channel of your server.',
  nothing: 'Told of nothing',
  gone: 'Nod was removed there; nothing is told any more.',
  on: 'The group is told of it from now on',
  off: 'Nothing is told there any more',
};
