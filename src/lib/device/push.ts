/** `none`: this browser cannot; `denied`: its owner said no; else whether this device is notified. */
export type PushState = 'none' | 'denied' | 'off' | 'on';

const KEY = 'tien-do push';

/** How it stands with messages to this device while no page is open. */
export async function pushState(account: string): Promise<PushState> {
	const manager = await pushManager();
	if (!manager) return 'none';
	if (Notification.permission === 'denied') return 'denied';
	// Somebody else's wish on a shared device is not this person's.
	return (await manager.getSubscription()) && wishes(account) ? 'on' : 'off';
}

/**
 * Asks the owner of the device, subscribes it, and tells the server where it is reached.
 * @throws when the push service or the server could not be reached
 */
export async function startPush(
	campaign: string,
	key: string,
	account: string
): Promise<PushState> {
	const manager = await pushManager();
	if (!manager) return 'none';
	if ((await Notification.requestPermission()) !== 'granted') return pushState(account);
	const known = await manager.getSubscription();
	// Subscribed under another key, as after the server was set up anew: nobody could write to it.
	if (known && !isKey(known, key)) await known.unsubscribe();
	const subscription = await manager.subscribe({
		userVisibleOnly: true,
		applicationServerKey: key
	});
	try {
		await tell(campaign, 'PUT', subscription.toJSON());
	} catch (error) {
		await subscription.unsubscribe();
		throw error;
	}
	localStorage.setItem(KEY, account);
	return 'on';
}

/** Nobody is to be told on this device any more. */
export async function stopPush(campaign: string, account: string): Promise<PushState> {
	localStorage.removeItem(KEY);
	const subscription = await (await pushManager())?.getSubscription();
	if (subscription) {
		await subscription.unsubscribe();
		// Where the server cannot be told, the push service tells it with the next message.
		await tell(campaign, 'DELETE', { endpoint: subscription.endpoint }).catch(() => {});
	}
	return pushState(account);
}

/** Tells the server again where this device is reached: a new session begins without. Never throws. */
export async function renewPush(campaign: string, account: string): Promise<void> {
	if (!wishes(account)) return;
	const subscription = await pushManager()
		.then((manager) => manager?.getSubscription())
		.catch(() => null);
	if (subscription) await tell(campaign, 'PUT', subscription.toJSON()).catch(() => {});
}

/** Whether this is the person who asked to be told on this device. @param account user name */
function wishes(account: string): boolean {
	try {
		return localStorage.getItem(KEY) === account;
	} catch {
		return false; // storage refused
	}
}

async function pushManager(): Promise<PushManager | null> {
	if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) {
		return null;
	}
	return (await navigator.serviceWorker.getRegistration())?.pushManager ?? null;
}

function isKey({ options }: PushSubscription, key: string): boolean {
	const used = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
	const text = btoa(String.fromCharCode(...used));
	return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key;
}

async function tell(campaign: string, method: 'PUT' | 'DELETE', body: object): Promise<void> {
	const response = await fetch(`/api/v1/campaigns/${campaign}/notices/push`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	if (!response.ok) throw new Error(`the server answered ${response.status}`);
}
