/** Submits the form that was submitted before hydration, as kept by the script in app.html. Call it when mounted. */
export function repeatEarlySubmit(): void {
	const { earlySubmit } = window;
	if (!earlySubmit) return;
	removeEventListener('submit', earlySubmit, true);
	delete window.earlySubmit;
	if (!earlySubmit.kept) return;
	const { target, submitter } = earlySubmit.kept;
	submitter?.removeAttribute('aria-busy');
	const form = target as HTMLFormElement;
	if (form.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}
