import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Preloaded into both servers (NODE_OPTIONS=--import), so that they are measured alike and from within.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const socket = connect(Number(process.env['BENCH_METER']), '127.0.0.1');
socket.on('error', () => undefined);
socket.write(`${process.env['BENCH_METER_NAME']}\n`);
createInterface({ input: socket }).on('line', (asked) => {
	if (asked === 'memory') for (let i = 0; i < 3; i++) collect();
	const { heapUsed, external } = process.memoryUsage();
	const { user, system } = process.cpuUsage();
	socket.write(`${JSON.stringify({ living: heapUsed + external, cpu: (user + system) / 1000 })}\n`);
});
socket.unref();
