import { createHash, createHmac } from 'node:crypto';

// AWS Signature Version 4 in the Authorization header, the server's side, as S3 does it:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

export interface SignedRequest {
	method: string;
	/** Path and query, as they were sent. */
	url: string;
	/** By names in small letters. */
	headers: Record<string, string | undefined>;
	body: Buffer;
}

export interface Keys {
	accessKeyId: string;
	secretAccessKey: string;
	region: string;
}

const HEADER =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const SKEW = 15 * 60_000;

/** The code S3 would refuse the request with; null when it is signed with these keys. */
export function refusalOf(request: SignedRequest, keys: Keys, now = new Date()): string | null {
	const { headers, body } = request;
	const [, id, day, region, names = '', signature] =
		HEADER.exec(headers['authorization'] ?? '') ?? [];
	if (!signature) return 'AccessDenied';
	if (id !== keys.accessKeyId) return 'InvalidAccessKeyId';
	const date = headers['x-amz-date'] ?? '';
	if (!date.startsWith(`${day}T`) || region !== keys.region) {
		return 'AuthorizationHeaderMalformed';
	}
	if (Math.abs(instantOf(date) - now.getTime()) > SKEW) return 'RequestTimeTooSkewed';
	const signed = names.split(';');
	const must = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
	if (!must.every((name) => signed.includes(name))) return 'AccessDenied';
	const hash = headers['x-amz-content-sha256'];
	if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
	const scope = `${day}/${region}/s3/aws4_request`;
	const canonical = sha256(canonicalOf(request, signed));
	const text = ['AWS4-HMAC-SHA256', date, scope, canonical].join('\n');
	const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
		(key, part) =>
			createHmac('sha256', key)
				.update(part ?? '')
				.digest(),
		`AWS4${keys.secretAccessKey}`
	);
	const expected = createHmac('sha256', key).update(text).digest('hex');
	return expected === signature ? null : 'SignatureDoesNotMatch';
}

function canonicalOf({ method, url, headers }: SignedRequest, signed: string[]): string {
	const [path = '', query = ''] = url.split('?');
	const pairs = query.split('&').flatMap((pair) => {
		const [name = '', value = ''] = pair.split('=').map(decoded);
		return pair ? [`${encoded(name)}=${encoded(value)}`] : [];
	});
	const lines = signed.map(
		(name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`
	);
	return [
		method,
		decoded(path).split('/').map(encoded).join('/'),
		pairs.sort().join('&'),
		lines.join(''),
		signed.join(';'),
		headers['x-amz-content-sha256']
	].join('\n');
}

const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', '%20'));
const encoded = (text: string) =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** 20130524T000000Z → milliseconds */
const instantOf = (date: string) =>
	Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
