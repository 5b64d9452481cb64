// The layer table of docs/architecture.md §4 as rules. Each message lists what IS allowed.
const layers = {
  'common/base': [],
  'common/domain': ['common/base'],
  'common/ipc': ['common/domain', 'common/base'],
  'common/book': ['common/domain', 'common/base'],
  'common/words': ['common/domain', 'common/base'],
  'native-models/onnx': ['common/base'],
  'native-models/autodiff': ['native-models/onnx', 'common/base'],
  'native-models/nn': ['native-models/onnx', 'common/base'],
  'native-models/architectures': ['native-models/nn', 'native-models/onnx', 'common/base'],
  'native-models/weights': ['native-models/onnx', 'common'],
  'native-models/graphs': ['native-models/architectures', 'native-models/nn', 'native-models/autodiff', 'native-models/onnx', 'native-models/weights', 'common/base'],
  'native-models/miniature': ['common'],
  'main/runtime': ['native-models/graphs', 'native-models/onnx', 'native-models/weights', 'native-models/architectures', 'native-models/nn', 'common'],
  'main/pipeline': ['main/runtime', 'native-models/graphs', 'native-models/onnx', 'native-models/weights', 'native-models/architectures', 'native-models/nn', 'common'],
  'main/training': ['main/runtime', 'native-models/graphs', 'native-models/weights', 'common'],
  'main/evaluation': ['main/pipeline', 'main/runtime', 'native-models', 'common'],
  'main/services': ['common'],
  'main/host': ['main/pipeline', 'main/training', 'main/runtime', 'common'],
  'main/app': ['main/services', 'main/host', 'common'],
  'preload': ['common'],
  'renderer/editor': ['common/base', 'common/domain'],
  'renderer/api': ['renderer/i18n', 'common'],
  'renderer/i18n': ['renderer/editor', 'common/domain'], // of the editor only the names of its steps
  'renderer/ui': ['renderer/i18n', 'common/base'],
  'renderer/features': ['renderer/editor', 'renderer/api', 'renderer/ui', 'renderer/i18n', 'common'],
};
const escape = (p) => p.replace(/\//g, '\\/');
const forbidden = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer.replace(/\//g, '-')}`,
  severity: 'error',
  comment: `${layer} may import only itself${allowed.length ? ', ' + allowed.join(', ') : ''} and npm packages.`,
  from: { path: `^${escape(layer)}/` },
  to: {
    path: '^(common|native-models|main|preload|renderer|test|scripts)/',
    pathNot: `^(${[layer, ...allowed].map(escape).join('|')})/`,
  },
}));
const only = (name, pkg, where, message) => ({
  name, severity: 'error', comment: message,
  from: { path: '^(common|native-models|main|preload|renderer)/', pathNot: where },
  to: { path: `node_modules/${pkg}/`, dependencyTypesNot: ['type-only'] },
});
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...forbidden,
    only('one-importer-onnxruntime', 'onnxruntime-(node|common)', '^main/runtime/', 'onnxruntime-node may be imported only by main/runtime.'),
    only('one-importer-electron', 'electron', '^(main/app/|main/index\\.ts|main/host/.*entry|preload/index\\.ts)', 'electron may be imported only by main/app, the host entry and preload/index.ts.'),
    only('one-importer-sharp', 'sharp', '^(main/pipeline/image/|native-models/miniature/world/raster)', 'sharp may be imported only by main/pipeline/image and the world rasteriser.'),
    only('one-importer-protobuf', '@bufbuild', '^native-models/onnx/serialize/', 'protobuf may be imported only by native-models/onnx/serialize.'),
    only('one-importer-react', 'react(-dom)?', '^renderer/(features|ui|i18n|api|app|main)', 'React may be imported only by renderer/features, ui, i18n, api and app.'),
    { name: 'no-circular', severity: 'error', comment: 'Break the circle by moving what both need down.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'cli-no-electron', severity: 'error', comment: 'main/cli.ts may import what main/app and main/host may, but not electron.', from: { path: '^main/cli' }, to: { path: 'node_modules/electron/|^main/app/' } },
    { name: 'product-not-test', severity: 'error', comment: 'Product code never imports tests.', from: { path: '^(common|native-models|main|preload|renderer)/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.cache|\\.training[^/]*)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
