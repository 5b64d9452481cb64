// What is said of the machine beside figures that were measured on it, and the memory that the command's processes have taken. Facts of
// the operating system only; nothing that names a person or a host.
import { readdirSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Day of the measurement, YYYY-MM-DD. */
  readonly date: string;
  /** Work waiting for the processor before the measurement began, averaged over a minute; 0 where the system does not tell. */
  readonly load: number;
}

/** @param now milliseconds since 1970 */
export function thisMachine(now: number, nodeVersion: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: nodeVersion,
    date: new Date(now).toISOString().slice(0, 10),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/**
 * Sum of the largest resident sizes of a process and its living descendants, in bytes: an upper bound of the tree's peak. Undefined
 * where there is no /proc.
 */
export function treePeakRssBytes(pid: number): number | undefined {
  const parents = new Map<number, number>();
  const peaks = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const status = statusOf(name);
      parents.set(Number(name), fieldOf(status, 'PPid') ?? 0);
      peaks.set(Number(name), (fieldOf(status, 'VmHWM') ?? 0) * 1024);
    }
  } catch {
    return undefined;
  }
  const isInTree = (candidate: number): boolean => {
    for (let at: number | undefined = candidate; at !== undefined && at > 0; at = parents.get(at))
      if (at === pid) return true;
    return false;
  };
  const sum = [...peaks].reduce((total, [candidate, bytes]) => (isInTree(candidate) ? total + bytes : total), 0);
  return sum === 0 ? undefined : sum;
}

/** A process may end while it is being read; it then counts nothing. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function fieldOf(status: string, name: string): number | undefined {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1];
  return value === undefined ? undefined : Number(value);
}
