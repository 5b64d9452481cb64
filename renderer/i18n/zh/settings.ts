// Chinese words of the settings.
export const settings: Readonly<Record<string, string>> = {
  'Language of the interface': '界面语言',
  'Like the system': '跟随系统',
};
