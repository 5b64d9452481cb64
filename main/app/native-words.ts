// Words of the system's own surfaces: the menu and the file dialogs. Everything inside the window is said by the page
// (renderer/i18n); main says its errors in English, and the page translates them.
import { app } from 'electron';
import { interfaceLanguageFrom, type InterfaceLanguage } from '../../common/domain/interface-language';
import type { Settings } from '../../common/domain/settings';

const english = {
  story: 'Story',
  newStory: 'New story',
  openStory: 'Open story…',
  history: 'History and snapshots…',
  exportPdf: 'Export PDF…',
  settings: 'Settings…',
  close: 'Close',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  resetZoom: 'Actual size',
  fullScreen: 'Full screen',
  window: 'Window',
  minimise: 'Minimise',
  chooseStory: 'Open a story',
  chooseCopyPlace: 'Save a copy in…',
  chooseExportPlace: 'Export the illustrated story',
  chooseDrawings: 'Choose a folder of drawings',
  chooseAdapter: 'Choose an adapter',
  chooseAdapterPlace: 'Export the adapter',
};
export type NativeWords = Readonly<Record<keyof typeof english, string>>;

const chinese: NativeWords = {
  story: '故事',
  newStory: '新建故事',
  openStory: '打开故事…',
  history: '历史与快照…',
  exportPdf: '导出 PDF…',
  settings: '设置…',
  close: '关闭',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  zoomIn: '放大',
  zoomOut: '缩小',
  resetZoom: '实际大小',
  fullScreen: '全屏',
  window: '窗口',
  minimise: '最小化',
  chooseStory: '打开故事',
  chooseCopyPlace: '将副本存到…',
  chooseExportPlace: '导出图文故事',
  chooseDrawings: '选择存放图画的文件夹',
  chooseAdapter: '选择适配器',
  chooseAdapterPlace: '导出适配器',
};

const words: Record<InterfaceLanguage, NativeWords> = { en: english, zh: chinese };

/** The words in the language that the page speaks too. */
export const nativeWords = ({ language }: Pick<Settings, 'language'>): NativeWords =>
  words[interfaceLanguageFrom(language, [app.getLocale()])];
