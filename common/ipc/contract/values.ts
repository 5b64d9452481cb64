// Names and bytes as every group of the contract reads them.
import { z } from 'zod';

export const nothing = z.void();
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const pictureBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 64 * 1024 * 1024, {
  message: 'expected a picture file of at most 64 MB',
});
