/**
 * The system that Prophet's Stan model believes to stand on: no files, no terminal, nobody who reads what it prints, a
 * clock that stands still and randomness that is always the same. What it answers depends on what it is asked alone.
 */
export function standingStill(): object {
  class InputStream {}
  class OutputStream {
    checkWrite(): bigint {
      return 65_536n;
    }
    write(): void {}
    blockingFlush(): void {}
    blockingWriteAndFlush(): void {}
  }
  class Descriptor {}
  class IoError {}
  class TerminalInput {}
  class TerminalOutput {}
  const input = new InputStream();
  const output = new OutputStream();
  return {
    environment: { getEnvironment: () => [] },
    exit: {
      exit() {
        throw new Error('the Stan model ended itself');
      },
    },
    stdin: { getStdin: () => input },
    stdout: { getStdout: () => output },
    stderr: { getStderr: () => output },
    terminalInput: { TerminalInput },
    terminalOutput: { TerminalOutput },
    terminalStdin: { getTerminalStdin: () => undefined },
    terminalStdout: { getTerminalStdout: () => undefined },
    terminalStderr: { getTerminalStderr: () => undefined },
    monotonicClock: { now: () => 0n },
    wallClock: { now: () => ({ seconds: 0n, nanoseconds: 0 }) },
    preopens: { getDirectories: () => [] },
    types: { Descriptor, filesystemErrorCode: () => undefined },
    error: { Error: IoError },
    streams: { InputStream, OutputStream },
    random: { getRandomBytes: (length: bigint) => new Uint8Array(Number(length)).fill(7) },
  };
}
