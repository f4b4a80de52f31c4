import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { SentFile } from '#lib/protocol/files.ts';

export type UploadAnswer = { ok: true; file: SentFile } | { ok: false; error: ErrorBody };

interface Watch {
	/** Told how much is under way, 0 to 1. Needs a page: a service worker sends without. */
	onprogress?: (share: number) => void;
	signal?: AbortSignal;
}

/**
 * Sends a file to a campaign; its `id` then goes with `request.raise` or `request.comment`. Never throws:
 * without a network the answer is `unavailable`, and the same bytes may be sent again. The type sent is the
 * blob's own.
 */
export async function uploadFile(
	slug: string,
	blob: Blob,
	name: string,
	{ onprogress, signal }: Watch = {}
): Promise<UploadAnswer> {
	const url = `/api/v1/campaigns/${slug}/files`;
	const headers = { 'content-type': blob.type, 'x-file-name': encodeURIComponent(name) };
	try {
		const { status, text } = await (onprogress
			? post(url, headers, blob, onprogress, signal)
			: fetch(url, { method: 'POST', headers, body: blob, ...(signal && { signal }) }).then(
					async (response) => ({ status: response.status, text: await response.text() })
				));
		const answer = JSON.parse(text) as SentFile | { error: ErrorBody };
		if ('error' in answer) return { ok: false, error: answer.error };
		if (status === 201) return { ok: true, file: answer };
	} catch {
		// no network, or something between that answers for the server
	}
	return { ok: false, error: { code: 'unavailable', message: '' } };
}

/** `fetch` does not say how far an upload is. */
function post(
	url: string,
	headers: Record<string, string>,
	blob: Blob,
	onprogress: (share: number) => void,
	signal: AbortSignal | undefined
): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open('POST', url);
		for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
		request.upload.onprogress = ({ loaded, total }) => onprogress(total > 0 ? loaded / total : 0);
		request.onload = () => resolve({ status: request.status, text: request.responseText });
		request.onerror = request.onabort = request.ontimeout = () => reject(new Error('not sent'));
		signal?.addEventListener('abort', () => request.abort());
		request.send(blob);
	});
}
