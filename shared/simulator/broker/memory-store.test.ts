import { bookContract } from '../../testing/broker-book-contract.ts';
import { MemoryStore } from './memory-store.ts';

bookContract('in memory', () => new MemoryStore());
