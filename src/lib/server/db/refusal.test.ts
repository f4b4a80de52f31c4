import { expect, test } from 'vitest';
import { isDatabaseAway } from '../problem.ts';
import { DatabaseMismatch } from './migrate.ts';
import { databaseAt, refusalOf } from './refusal.ts';

const url = 'postgres://somebody:secret@db.example.vn:6432/tien_do';
const said = (message: string, code?: string) => Object.assign(new Error(message), { code });

test.each([
	['a wrong password', said('password authentication failed', '28P01')],
	['an unknown user', said('role "somebody" does not exist', '28000')],
	['an unknown database', said('database "tien_do" does not exist', '3D000')],
	['a missing right', said('permission denied for schema public', '42501')],
	['TLS that is not spoken', said('The server does not support SSL connections')],
	['a certificate of nobody', said('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT')],
	['a certificate of another', said('Hostname does not match', 'ERR_TLS_CERT_ALTNAME_INVALID')],
	['no password', said('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string')],
	['a pooler that has no such database', said('no such database: tien_do', '08P01')],
	['tables of another version', new DatabaseMismatch('The database is newer than this program.')]
])('%s is refused in one sentence that gives no secret away', (_, error) => {
	const sentence = refusalOf(error, url);
	expect(sentence).toMatch(/\.$/);
	expect(sentence).not.toMatch(/secret(?!d)|\n/);
});

test.each([
	['nobody listens', said('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
	['the name is not known yet', said('getaddrinfo ENOTFOUND db', 'ENOTFOUND')],
	['it is starting', said('the database system is starting up', '57P03')],
	['it has no connection left', said('sorry, too many clients already', '53300')],
	['it is read-only', said('cannot execute ALTER TABLE in a read-only transaction', '25006')],
	[
		'its pooler does not reach it',
		said('server login failed: the database system is starting up', '08P01')
	],
	['it was lost', said('Connection terminated unexpectedly')]
])('is waited for while %s', (_, error) => {
	expect(refusalOf(error, url)).toBeNull();
	expect(isDatabaseAway(error)).toBe(true);
});

test('an address is named without its password', () => {
	expect(databaseAt(url)).toBe('The database tien_do at db.example.vn:6432');
});
