const endings = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `end` when this process ends in any way but kill -9; `end` must not wait for anything.
 * Returns how to forget it.
 */
export function onExit(end: () => void): () => void {
	if (endings.size === 0) {
		process.on('exit', endAll);
		for (const signal of signals) process.on(signal, endOnSignal);
	}
	endings.add(end);
	return () => {
		endings.delete(end);
		if (endings.size > 0) return;
		process.off('exit', endAll);
		for (const signal of signals) process.off(signal, endOnSignal);
	};
}

function endAll(): void {
	for (const end of endings) end();
}

/** Where nobody else listens, the signal still does what it always does: end the process. */
function endOnSignal(signal: NodeJS.Signals): void {
	if (process.listenerCount(signal) > 1) return; // somebody shuts down in order
	endAll();
	process.off(signal, endOnSignal);
	process.kill(process.pid, signal);
}
