// Prints the path of the browser that the tests, the stand-in and the command line use, or nothing.
import { installedBrowser } from '../main/cli/installed-browser';

if (process.argv.includes('--help')) {
  console.log('find-browser: prints the path of an installed Chrome, Edge or Chromium, or nothing');
} else {
  console.log(installedBrowser({ platform: process.platform, environment: process.env }) ?? '');
}
