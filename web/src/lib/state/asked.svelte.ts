const AFTER_MS = 500;

/**
 * What was typed, a moment after the last key: a market of real prices looks every name up at its vendor, and half a
 * name is none. Call it while the component is set up.
 */
export function settled(text: () => string): { readonly value: string } {
  let value = $state('');
  $effect(() => {
    const typed = text().trim();
    const timer = setTimeout(() => (value = typed), AFTER_MS);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
