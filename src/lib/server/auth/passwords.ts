import { hash, verify } from '@node-rs/argon2';
import { Turns, type Place } from '../limits/turns.ts';

/** argon2id (the library's default kind) with OWASP's parameters: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a password nobody knows, at the same cost: what an unknown user is checked against. */
export const NOBODYS_HASH =
	'$argon2id$v=19$m=19456,t=2,p=1$vX+RkOcVU/rpP4J98P4akQ$vyGEhIIAOYqL3ZgemIS6HKfqnQH0SJ4LOt2tl3PQpdE';

/**
 * Hashing takes a core for 20 ms: a flood of sign-ins waits here and leaves the rest running. 300 wait for
 * about 3 s on two cores; whoever comes then is asked to come again. One address, which may be a whole
 * province behind its carrier, has half of the line at most.
 */
export const passwordTurns = new Turns(2, { waiting: 300, ofOne: 150 });

/** @param place where in the line, when somebody asks for it; the program's own work is never refused */
export function hashPassword(password: string, place?: Place): Promise<string> {
	return passwordTurns.run(() => hash(written(password), cost), place);
}

/** As `hashPassword` waits. @throws LineFull */
export function verifyPassword(
	passwordHash: string,
	password: string,
	place?: Place
): Promise<boolean> {
	return passwordTurns.run(() => matches(passwordHash, password), place);
}

/** As `verifyPassword`, for a caller that already holds one of the `passwordTurns`. */
export function matches(passwordHash: string, password: string): Promise<boolean> {
	return verify(passwordHash, written(password));
}

/**
 * The password that was meant. Vietnamese keyboards differ in how they compose letters, and what is pasted
 * brings blanks along: hashed and compared without them, so it costs one guess, not two.
 */
function written(password: string): string {
	return password.normalize('NFC').trim();
}
