/** Most bytes of what is sent to any endpoint but that of files. */
const LIMIT = 512 * 1024;
const FILES = /^\/api\/v1\/campaigns\/[^/]+\/files$/;

/** Whether a request carries more than its endpoint takes, or does not say how much it carries. */
export function isTooLong({ headers }: Request, { pathname }: URL): boolean {
	if (FILES.test(pathname)) return false; // bytes, not text: that endpoint has a limit of its own
	const length = headers.get('content-length');
	if (length === null) return headers.has('transfer-encoding');
	return !(Number(length) <= LIMIT);
}
