// Turns off zod's code generation before any schema is made: the page's policy forbids eval. Must be the entry's first import.
import { z } from 'zod';

z.config({ jitless: true });
