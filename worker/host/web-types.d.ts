// Names of the web platform's stream types that Node's own declarations leave out; sources of shared/ use them.
type ReadableStreamReadResult<T> = import('node:stream/web').ReadableStreamReadResult<T>;
