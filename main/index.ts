// Entry of the Electron main process: thin. Everything it does is composed in main/app.
import { app } from 'electron';
import { startStudio } from './app/start-studio';

startStudio().catch((error: unknown) => {
  console.error('Voken Studio could not start:', error);
  app.exit(1);
});
