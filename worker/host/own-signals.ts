const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes something whose library would end this process at a signal, and takes that back: leaving takes a question and an
 * order of steps, which are the host's. Miniflare listens anew each time one is made after the last was ended.
 */
export function withOwnSignals<T>(make: () => T): T {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));
  try {
    return make();
  } finally {
    for (const signal of SIGNALS)
      for (const listener of process.listeners(signal))
        if (before.get(signal)?.includes(listener) !== true) process.removeListener(signal, listener);
  }
}
