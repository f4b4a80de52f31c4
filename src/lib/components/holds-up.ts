/**
 * Whether a command on its way holds up what else can be done with the same thing: until its answer has come,
 * or the board shows it done before that.
 */
export function holdsUp(sent: string | undefined, acts: readonly string[]): boolean {
	return acts.some((act) => sent?.endsWith(`.${act}`) || sent?.endsWith(`.${act}_many`));
}
