/** The push services of Chrome and Edge, Firefox, Safari and Windows. */
const SERVICES = [
	'fcm.googleapis.com',
	'push.services.mozilla.com',
	'push.apple.com',
	'notify.windows.com'
];

/**
 * Whether an address a browser gave us is a push service's. The server calls what it is given here: it must
 * not be made to call into its own network. @param hosts further ones, by setting, also without encryption
 */
export function isPushService(endpoint: string, hosts: readonly string[]): boolean {
	if (!URL.canParse(endpoint)) return false;
	const { protocol, host, hostname, username, password } = new URL(endpoint);
	if (username || password) return false;
	if (hosts.includes(host)) return protocol === 'https:' || protocol === 'http:';
	if (protocol !== 'https:' || host !== hostname) return false;
	return SERVICES.some((service) => host === service || host.endsWith(`.${service}`));
}
