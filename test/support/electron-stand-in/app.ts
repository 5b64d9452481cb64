// `app`: life cycle, paths and switches, in the order in which a test driver and the real Electron give them.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly switches: string[] = [];
  readonly #paths = new Map<string, string>();
  #isReady = false;
  #resolveReady!: () => void;
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));
  #quitting = false;
  readonly #manifest: { readonly name?: string; readonly productName?: string; readonly version?: string };

  constructor(
    private readonly appFolder: string,
    private readonly ports: { closeWindows: () => boolean; closeBrowser: () => Promise<void> },
    userData: string | null,
  ) {
    super();
    this.#manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as Record<string, string>;
    const name = this.getName();
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    this.#paths.set('home', homedir());
    this.#paths.set('appData', config);
    this.#paths.set('userData', userData ?? join(config, name));
    this.#paths.set('documents', join(homedir(), 'Documents'));
    this.#paths.set('downloads', join(homedir(), 'Downloads'));
    this.#paths.set('temp', tmpdir());
    this.#paths.set('exe', process.execPath);
  }

  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void =>
      void this.switches.push(value ? `--${name}=${value}` : `--${name}`),
    hasSwitch: (name: string): boolean =>
      this.switches.some((entry) => entry === `--${name}` || entry.startsWith(`--${name}=`)),
    getSwitchValue: (): string => '',
  };

  /** `ready` comes before `whenReady` resolves: a test driver relies on that order. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#resolveReady();
  }
  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }

  getName(): string {
    return this.#manifest.productName ?? this.#manifest.name ?? basename(this.appFolder);
  }
  setName(): void {}
  getVersion(): string {
    return this.#manifest.version ?? '0.0.0';
  }
  getAppPath(): string {
    return this.appFolder;
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getLocale(): string {
    return 'en-US';
  }
  getGPUInfo(): Promise<object> {
    return Promise.resolve({});
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  setAppUserModelId(): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}

  quit(): void {
    if (this.#quitting) return;
    let prevented = false;
    const event = { preventDefault: () => (prevented = true) };
    this.emit('before-quit', event);
    if (prevented) return;
    // A window may want to save first; quitting goes on when the last one is closed.
    if (!this.ports.closeWindows()) return;
    this.emit('will-quit', event);
    if (!prevented) this.exit(0);
  }

  exit(code = 0): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.emit('quit', {}, code);
    void this.ports.closeBrowser().finally(() => process.exit(code));
  }
}
