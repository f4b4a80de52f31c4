import { expect, test } from 'vitest';
import { errorIn, pageIn } from './bucket-xml.ts';

// Shaped as in the documentation of ListObjectsV2.
const listing = (rest: string) => `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>bucket</Name>
  <Prefix/>
  <KeyCount>2</KeyCount>
  <MaxKeys>1000</MaxKeys>
  ${rest}
  <Contents>
    <Key>a &amp; b&#x2f;&#99;&quot;.jpg</Key>
    <LastModified>2009-10-12T17:50:30.000Z</LastModified>
    <ETag>"fba9dede5f27731c9771645a39863328"</ETag>
    <Size>434234</Size>
    <StorageClass>STANDARD</StorageClass>
  </Contents>
  <Contents><Key>d</Key><LastModified>2009-10-12T17:50:31.500Z</LastModified></Contents>
  <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
</ListBucketResult>`;

const objects = [
	{ key: 'a & b/c".jpg', modified: new Date('2009-10-12T17:50:30Z') },
	{ key: 'd', modified: new Date('2009-10-12T17:50:31.5Z') }
];

test.each([
	['<IsTruncated>false</IsTruncated>', null],
	['', null],
	[
		'<IsTruncated>true</IsTruncated><NextContinuationToken>1u+5Z/x=&amp;</NextContinuationToken>',
		'1u+5Z/x=&'
	]
])('a listing with %j', (rest, next) => {
	expect(pageIn(Buffer.from(listing(rest)))).toEqual({ objects, next });
});

test('what is no listing is not read as an empty one', () => {
	const page = '<!doctype html><title>Sign in</title>';
	for (const body of [page, '']) expect(() => pageIn(Buffer.from(body))).toThrow('no listing');
	expect(errorIn(Buffer.from(page))).toEqual({ code: '', message: '' });
});

test('an error', () => {
	const body =
		'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>Isn&apos;t there</Message></Error>';
	expect(errorIn(Buffer.from(body))).toEqual({ code: 'NoSuchKey', message: "Isn't there" });
});
