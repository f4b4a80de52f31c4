import { hash, verify } from '@node-rs/argon2';
import { Turns } from './turns.ts';

/** argon2id (the library's default kind) with OWASP's parameters: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a password nobody knows, at the same cost: what an unknown user is checked against. */
export const NOBODYS_HASH =
	'$argon2id$v=19$m=19456,t=2,p=1$vX+RkOcVU/rpP4J98P4akQ$vyGEhIIAOYqL3ZgemIS6HKfqnQH0SJ4LOt2tl3PQpdE';

/** Hashing takes a core for 20 ms: a flood of sign-ins waits here and leaves the rest running. */
export const passwordTurns = new Turns(2);

export function hashPassword(password: string): Promise<string> {
	return passwordTurns.run(() => hash(password.normalize('NFC'), cost));
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
	return passwordTurns.run(() => matches(passwordHash, password));
}

/** As `verifyPassword`, for a caller that already holds one of the `passwordTurns`. */
export function matches(passwordHash: string, password: string): Promise<boolean> {
	// Vietnamese keyboards differ in how they compose letters; both forms are the same password.
	return verify(passwordHash, password.normalize('NFC'));
}
