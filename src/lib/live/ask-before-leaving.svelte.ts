/** Makes the browser ask before this page is closed or reloaded, as long as something would be lost by it. */
export function askBeforeLeaving(isLost: () => boolean): void {
	$effect(() => {
		if (!isLost()) return; // a listener that is always there keeps pages out of the back-forward cache
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener('beforeunload', ask);
		return () => removeEventListener('beforeunload', ask);
	});
}
