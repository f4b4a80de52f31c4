import { AwsV4Signer } from 'aws4fetch';
import { describe, expect, test } from 'vitest';
import { refusalOf, type SignedRequest } from '../harness/signature-v4.ts';

// Examples of the AWS documentation: "Authenticating Requests: Using the Authorization Header", with the
// whole payload in one chunk.
const KEYS = {
	accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
	region: 'us-east-1'
};
const NOW = new Date('2013-05-24T00:00:00Z');
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function example(
	[method, url]: [string, string],
	headers: Record<string, string>,
	signature: string,
	body = ''
): SignedRequest {
	const sent: Record<string, string> = {
		host: 'examplebucket.s3.amazonaws.com',
		'x-amz-content-sha256': EMPTY,
		'x-amz-date': '20130524T000000Z',
		...headers
	};
	const names = Object.keys(sent).sort().join(';');
	sent['authorization'] =
		`AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,` +
		`SignedHeaders=${names},Signature=${signature}`;
	return { method, url, headers: sent, body: Buffer.from(body) };
}

const GET = example(
	['GET', '/test.txt'],
	{ range: 'bytes=0-9' },
	'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
);
const PUT = example(
	['PUT', '/test$file.text'],
	{
		date: 'Fri, 24 May 2013 00:00:00 GMT',
		'x-amz-storage-class': 'REDUCED_REDUNDANCY',
		'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'
	},
	'98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
	'Welcome to Amazon S3.'
);
const LIST = example(
	['GET', '/?prefix=J&max-keys=2'],
	{},
	'34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
);

test.each([
	['GET', GET],
	['PUT', PUT],
	['LIST', LIST],
	[
		'a query without a value',
		example(
			['GET', '/?lifecycle'],
			{},
			'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'
		)
	]
])('the example %s of the documentation is well signed', (_, request) => {
	expect(refusalOf(request, KEYS, NOW)).toBeNull();
});

describe('whatever is changed on the way is refused', () => {
	const withHeader = (name: string, value: string | undefined) => ({
		...GET,
		headers: { ...GET.headers, [name]: value }
	});
	test.each<[string, SignedRequest]>([
		['SignatureDoesNotMatch', { ...GET, method: 'DELETE' }],
		['SignatureDoesNotMatch', { ...GET, url: '/test.txt2' }],
		['SignatureDoesNotMatch', { ...LIST, url: '/?prefix=K&max-keys=2' }],
		['SignatureDoesNotMatch', withHeader('range', 'bytes=0-99')],
		['SignatureDoesNotMatch', withHeader('host', 'other.s3.amazonaws.com')],
		['XAmzContentSHA256Mismatch', { ...PUT, body: Buffer.from('Welcome to Amazon S4.') }],
		['AccessDenied', withHeader('x-amz-acl', 'public-read')],
		['AccessDenied', withHeader('authorization', undefined)],
		['AuthorizationHeaderMalformed', withHeader('x-amz-date', '20130525T000000Z')]
	])('%s', (code, request) => {
		expect(refusalOf(request, KEYS, NOW)).toBe(code);
	});

	test('and so are other keys and another time', () => {
		expect(refusalOf(GET, { ...KEYS, secretAccessKey: 'x' }, NOW)).toBe('SignatureDoesNotMatch');
		expect(refusalOf(GET, { ...KEYS, accessKeyId: 'x' }, NOW)).toBe('InvalidAccessKeyId');
		expect(refusalOf(GET, KEYS)).toBe('RequestTimeTooSkewed');
	});
});

test('what signs for us signs the example as the documentation does', async () => {
	const { headers } = await new AwsV4Signer({
		...{ ...KEYS, method: 'GET', service: 's3', datetime: '20130524T000000Z' },
		url: `https://examplebucket.s3.amazonaws.com${LIST.url}`,
		headers: { 'x-amz-content-sha256': EMPTY }
	}).sign();
	expect(headers.get('authorization')?.replaceAll(', ', ',')).toBe(LIST.headers['authorization']);
});
