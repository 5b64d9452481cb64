// What a session tells about itself: bytes in and out, and where its nodes ran, read from a profile of the real runtime and from a written one.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraph } from '../../../main/runtime/network';
import { placementFrom, readPlacement } from '../../../main/runtime/placement';
import { floatTensor } from '../../../main/runtime/tensor';
import { trafficBetween, trafficOf } from '../../../main/runtime/traffic';
import { graphFrom, input, ops } from '../../../native-models/onnx';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'placement-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const a = input('a', 'float32', ['N', 2]);
const graph = graphFrom({
  name: 'small',
  inputs: [a],
  outputs: { y: ops.LogSoftmax(ops.Exp(a), { axis: -1 }), count: ops.Shape(a) },
});
const feed = (rows: number) => ({ a: floatTensor(new Float32Array(2 * rows), [rows, 2]) });

describe('a session', () => {
  it('counts the bytes that are fed and fetched, run by run', async () => {
    const session = await openGraph(graph, { device: 'cpu' });
    expect(session.traffic()).toEqual({ runs: 0, bytesIn: 0, bytesOut: 0 });
    await session.run(feed(3)); // 6 floats in; 6 floats and 2 int64 out
    const once = session.traffic();
    expect(once).toEqual({ runs: 1, bytesIn: 24, bytesOut: 40 });
    await session.run(feed(5));
    await expect(session.run({})).rejects.toThrow(); // what failed did not cross
    expect(trafficBetween(once, session.traffic())).toEqual({ runs: 1, bytesIn: 40, bytesOut: 56 });
    expect(trafficOf([session, session])).toEqual({ runs: 4, bytesIn: 128, bytesOut: 192 });
    await session.close();
  });

  it('writes a profile only where it is asked to, and the profile tells where its nodes ran', async () => {
    const session = await openGraph(graph, { device: 'cpu', profileDir: dir });
    await session.run(feed(3));
    await session.run(feed(4));
    await session.close();
    const [file, ...others] = await readdir(dir);
    expect(others).toEqual([]);
    expect(file).toMatch(/^small_.*\.json$/);
    const provider = 'CPUExecutionProvider';
    expect(await readPlacement(join(dir, file!))).toEqual({
      runs: 2,
      operators: [
        { operator: 'Exp', provider, nodes: 1, largestOutput: 32 },
        { operator: 'LogSoftmax', provider, nodes: 1, largestOutput: 32 },
        { operator: 'Shape', provider, nodes: 1, largestOutput: 16 },
      ],
      copied: { toDevice: 0, toHost: 0 },
    });
  });
});

describe('a profile', () => {
  const node = (
    operator: string,
    provider: string,
    index: number,
    bytes: number,
    name = `${operator}_kernel_time`,
  ) => ({
    cat: 'Node',
    name,
    args: { op_name: operator, provider, node_index: String(index), output_size: String(bytes) },
  });
  it('counts nodes once however often they run, by operator and device, and copies by direction', () => {
    const run = [
      node('Add', 'WebGpuExecutionProvider', 0, 8),
      node('Add', 'WebGpuExecutionProvider', 1, 12),
      node('Add', 'CPUExecutionProvider', 2, 8),
      node('MemcpyToHost', 'WebGpuExecutionProvider', 3, 100),
      node('MemcpyFromHost', 'WebGpuExecutionProvider', 4, 30),
      node('MemcpyFromHost', 'WebGpuExecutionProvider', 5, 3),
      node('Add', 'CPUExecutionProvider', 9, 8, 'Add_fence_before'),
      { cat: 'Session', name: 'model_run', args: {} },
    ];
    expect(placementFrom(JSON.stringify([...run, ...run]))).toEqual({
      runs: 2,
      operators: [
        { operator: 'Add', provider: 'CPUExecutionProvider', nodes: 1, largestOutput: 8 },
        { operator: 'Add', provider: 'WebGpuExecutionProvider', nodes: 2, largestOutput: 12 },
      ],
      copied: { toHost: 200, toDevice: 66 },
    });
  });

  it('is refused when it is none', async () => {
    expect(() => placementFrom('{}')).toThrow(/array of events/);
    expect(() => placementFrom('[{"cat": 1}]')).toThrow(/array of events/);
    await expect(readPlacement(join(dir, 'nowhere.json'))).rejects.toMatchObject({ code: 'io' });
    await writeFile(join(dir, 'cut.json'), '[');
    await expect(readPlacement(join(dir, 'cut.json'))).rejects.toMatchObject({ code: 'internal' });
  });
});
