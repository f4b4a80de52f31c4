/**
 * Sends the form that somebody sent before the page's program had come: the script in app.html kept the
 * press. Call it once the page lives.
 */
export function sendEarlyPress(): void {
	const { earlyPress } = window;
	if (!earlyPress) return;
	removeEventListener('submit', earlyPress, true);
	delete window.earlyPress;
	if (!earlyPress.kept) return;
	const { target, submitter } = earlyPress.kept;
	submitter?.removeAttribute('aria-busy');
	const form = target as HTMLFormElement;
	if (form.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}
