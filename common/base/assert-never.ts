/**
 * Exhaustiveness: a branch that the type checker has proved unreachable calls this.
 * It is not an assertion library; it throws only when data from outside broke the types.
 */
import { StudioError } from './studio-error';

/** Fails to compile while `value` still has a possible type; throws `internal` if it is reached after all. */
export function assertNever(value: never, what = 'value'): never {
  throw new StudioError('internal', `Unexpected ${what}: ${String(value)}`);
}
