/** An honest word about a password while it is typed; the server decides. */

export interface PasswordHint {
  /** 0 nothing typed, 1 refused, 2 accepted, 3 strong */
  level: 0 | 1 | 2 | 3;
  words: string;
}

/** Least number of characters; the same as on the server. */
export const shortestPassword = 10;
const strongFrom = 16;

export function passwordHint(password: string, username: string): PasswordHint {
  if (!password) return { level: 0, words: "At least 10 characters. Four unrelated words are easy to remember and hard to guess." };
  const characters = [...password];
  if (characters.length < shortestPassword) {
    const missing = shortestPassword - characters.length;
    return { level: 1, words: missing === 1 ? "One more character." : `${missing} more characters.` };
  }
  if (new Set(characters).size < 5) return { level: 1, words: "Too few different characters: easy to guess." };
  if (username.length > 2 && password.toLowerCase().includes(username.toLowerCase())) {
    return { level: 1, words: "It contains your user name: easy to guess." };
  }
  if (characters.length >= strongFrom) return { level: 3, words: "Long, so hard to guess, if it is not a known phrase." };
  return { level: 2, words: "Long enough. Longer is stronger." };
}
