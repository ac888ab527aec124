/** Alerts without a trade. */
export const alerts = {
  none: 'No alerts are waiting',
  title: (p: { count: number }) => (p.count === 1 ? '1 alert is waiting' : `${p.count} alerts are waiting`),
  how: 'Say alert NVDA 130, alert NVDA −5%, alert NVDA rsi-14 below 30, or alert screen and its name. Add “each” to be told every time.',
  /** What is waited for. */
  reaches: {
    above: (p: { name: string; price: string }) => `${p.name} at or above ${p.price}`,
    below: (p: { name: string; price: string }) => `${p.name} at or below ${p.price}`,
  },
  moved: (p: { what: string; percent: string }) => `${p.what} (${p.percent} from when you asked)`,
  measured: {
    above: (p: { name: string; what: string; value: string }) => `${p.name}: ${p.what} above ${p.value} at a close`,
    below: (p: { name: string; what: string; value: string }) => `${p.name}: ${p.what} below ${p.value} at a close`,
  },
  inScreen: (p: { name: string }) => `something new in “${p.name}”`,
  once: 'once',
  each: 'every time',
  resting: 'told, waits for the price to go back',
  line: (p: { what: string; how: string }) => `${p.what}, ${p.how}`,
  set: (p: { what: string }) => `You will be told: ${p.what}`,
  setOnce: 'Once. Nothing is bought or sold by it.',
  setEach: 'Every time, after a rest. Nothing is bought or sold by it.',
  all: 'Alerts',
  remove: 'Remove',
  removeOne: (p: { name: string }) => `Remove: ${p.name}`,
  removed: (p: { what: string }) => `No longer watched: ${p.what}`,
  which: (p: { name: string; price: string }) => `When shall you be told of ${p.name}? (now ${p.price})`,
  whichNoPrice: (p: { name: string }) => `When shall you be told of ${p.name}?`,
  orType: 'Or say a price, such as 130.',
  unclear: (p: { text: string }) => `“${p.text}” is no price, percentage or indicator`,
  fired: {
    price: (p: { name: string; price: string }) => `${p.name} reached ${p.price}`,
    percent: (p: { name: string; percent: string; price: string }) => `${p.name} moved ${p.percent}, to ${p.price}`,
    indicator: {
      above: (p: { name: string; what: string; value: string }) => `${p.name}: ${p.what} is above ${p.value}`,
      below: (p: { name: string; what: string; value: string }) => `${p.name}: ${p.what} is below ${p.value}`,
    },
    screen: (p: { name: string; count: number }) => `${p.count} new in “${p.name}”`,
  },
  firedNote: 'You asked to be told. Nothing was bought or sold; nothing to do.',
  firedAgain: 'You will be told again when it goes back and comes again.',
  more: (p: { count: number }) => `and ${p.count} more`,
};
