// How content is named everywhere: by the SHA-256 of its bytes in lower-case hex.
import { z } from 'zod';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
