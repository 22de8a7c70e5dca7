/** Which questions are still open after some answers; pure. */
import type { Answer } from "@/api/people";
import type { PeopleQuestion } from "@/api/types";

export interface Reply {
  question: PeopleQuestion;
  kind: "yes" | "no" | "skip";
  /** Known when the server has it; null for a skip. */
  undo: string | null;
}

/** Questions not answered yet, without those about somebody who was merged away by a yes. */
export function stillOpen(questions: readonly PeopleQuestion[], replies: readonly Reply[]): PeopleQuestion[] {
  const answered = new Set(replies.map((reply) => reply.question));
  const gone = new Set(replies.flatMap((reply) => (reply.kind === "yes" && reply.question.other ? [reply.question.other.id] : [])));
  return questions.filter(
    (question) => !answered.has(question) && !gone.has(question.person.id) && !gone.has(question.other?.id ?? ""),
  );
}

/** Answers that said something. */
export const useful = (replies: readonly Reply[]): number => replies.filter((reply) => reply.kind !== "skip").length;

export function replyOf(question: PeopleQuestion, isSame: boolean): Answer {
  return {
    person_id: question.person.id,
    is_same: isSame,
    ...(question.face ? { face_id: question.face.id } : {}),
    ...(question.other ? { other_id: question.other.id } : {}),
  };
}
