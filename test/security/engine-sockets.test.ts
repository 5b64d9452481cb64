// The engine's process while it has a model loaded: it listens on no socket of the network and on none of the file system. Linux only,
// where the system tells; source-rules.test.ts holds on every system.
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { EngineClient } from '../../main/host/client';
import { engineProcessFromChild } from '../../main/host/process-port';
import { writeTinyBundle } from '../support/tiny-bundle';

const dir = mkdtempSync(join(tmpdir(), 'engine-sockets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Sockets of a process that the network knows, and ones of the file system that accept connections. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}`;
  const inodes = new Set(
    readdirSync(`${folder}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const network = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`${folder}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .filter((line) => inodes.has(line.trim().split(/\s+/)[9] ?? ''))
      .map((line) => `${kind} ${line.trim()}`),
  );
  const accepting = readFileSync(`${folder}/net/unix`, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , flags, , , inode]) => flags === '00010000' && inodes.has(inode ?? ''));
  return [...network, ...accepting.map((parts) => `unix ${parts.join(' ')}`)];
}

it.runIf(process.platform === 'linux')('listens on no socket', { timeout: 120_000 }, async () => {
  await writeTinyBundle(join(dir, 'bundle'));
  const client = new EngineClient({
    spawn: () =>
      engineProcessFromChild(
        fork(join(import.meta.dirname, '../../main/host/engine-entry.ts'), {
          serialization: 'advanced',
          execArgv: ['--import', 'tsx'],
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        }),
      ),
    load: { bundleDir: join(dir, 'bundle'), cacheDir: join(dir, 'cache'), device: 'cpu' },
  });
  try {
    await client.start();
    expect(socketsOf(client.pid()!)).toEqual([]);
    // The look itself sees a socket where there is one.
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    expect(socketsOf(process.pid).length).toBeGreaterThan(0);
    server.close();
  } finally {
    client.stop();
  }
});
