/** Pivot levels, support and resistance. Prices are formatted. */
export const pivots = {
  title: 'Levels',
  lead: {
    day: 'From the day before',
    week: 'From the week before',
    month: 'From the month before',
  },
  methods: { classic: 'Classic', fibonacci: 'Fibonacci', camarilla: 'Camarilla', woodie: 'Woodie' },
  method: 'How they are computed',
  pivot: 'Pivot',
  support: (place: number) => `Support ${place}`,
  resistance: (place: number) => `Resistance ${place}`,
  turned: 'Where it turned before',
  turns: (count: number) => `turned there ${count} times`,
  noTurns: 'It turned nowhere twice in the bars there are.',
  tooShort: 'The bars do not hold a whole period before this one.',
  line: (p: { pivot: string; support: string; resistance: string }) =>
    `Pivot ${p.pivot}; next support ${p.support}, resistance ${p.resistance}`,
  none: 'none',
};
