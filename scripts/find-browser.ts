// Prints the path of the browser that the tests and the stand-in use, or nothing.
import { findBrowser } from '../test/support/find-browser';

if (process.argv.includes('--help'))
  console.log('find-browser: prints the path of an installed Chrome, Edge or Chromium, or nothing');
else console.log(findBrowser(process.env) ?? '');
