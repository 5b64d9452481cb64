// Gives a forked child `process.parentPort`, as Electron gives it to a utility process: messages arrive wrapped in an event.
const { EventEmitter } = require('node:events');
const port = new EventEmitter();
port.postMessage = (message) => {
  if (process.connected) process.send(message);
};
port.start = () => undefined;
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.parentPort = port;
// A utility process never outlives its app.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
