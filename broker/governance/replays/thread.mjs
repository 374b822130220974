// The thread of a program that runs from its sources, whichever way it reads TypeScript itself.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
