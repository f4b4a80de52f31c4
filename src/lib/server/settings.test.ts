import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const bucket = {
	FILES: 's3://tien-do/files',
	S3_ENDPOINT: 'https://s3.example.vn',
	S3_ACCESS_KEY_ID: 'key',
	S3_SECRET_ACCESS_KEY: 'secret'
};

test('without any setting files are in the database', () => {
	expect(readSettings({})).toMatchObject({ FILES: 'postgres', S3_REGION: 'us-east-1' });
});

test.each([
	bucket,
	{ ...bucket, FILES: 's3://tien-do' },
	{ ...bucket, FILES: 's3://tien-do/2025/files/', S3_ENDPOINT: 'http://127.0.0.1:9000/' },
	{ ...bucket, S3_ENDPOINT: 'https://abc.example.vn/storage/v1/s3' },
	{ FILES: '/srv/files' },
	{ FILES: 'C:\\files' }
])('%j is taken', (environment) => {
	expect(readSettings(environment)).toMatchObject(environment);
});

test('a bucket without its settings is refused, and each that is missing is named', () => {
	const read = () => readSettings({ FILES: bucket.FILES, S3_SECRET_ACCESS_KEY: '', PORT: 'x' });
	expect(read).toThrow(/^ {2}PORT: /m);
	expect(read).toThrow(/^ {2}S3_ENDPOINT: missing.*https:\/\/s3\.example\.vn/m);
	expect(read).toThrow(/^ {2}S3_ACCESS_KEY_ID: missing/m);
	expect(read).toThrow(/^ {2}S3_SECRET_ACCESS_KEY: missing/m);
	expect(read).not.toThrow(/secret$|S3_REGION/m);
});

test.each([
	['FILES', 's3:tien-do'],
	['FILES', 's3://'],
	['FILES', 's3://tien-do/../other'],
	['FILES', 's3://tien-do?x=1'],
	['FILES', 'S3://tien-do'],
	['FILES', 'https://s3.example.vn/tien-do'],
	['S3_ENDPOINT', 's3.example.vn'],
	['S3_ENDPOINT', 'https://key:secret@s3.example.vn'],
	['S3_ENDPOINT', 'https://s3.example.vn/?x=1']
])('%s=%s is refused by name', (name, value) => {
	expect(() => readSettings({ ...bucket, [name]: value })).toThrow(
		new RegExp(`^ {2}${name}: .* is expected$`, 'm')
	);
});

test('an address without the pooler is no address of a database by itself', () => {
	const direct = 'postgres://tien-do@db.example.vn/tien_do';
	expect(() => readSettings({ DATABASE_DIRECT_URL: direct })).toThrow(
		/^ {2}DATABASE_URL: missing/m
	);
	const both = {
		DATABASE_URL: 'postgres://pooler.example.vn/tien_do',
		DATABASE_DIRECT_URL: direct
	};
	expect(readSettings(both)).toMatchObject(both);
});
